// Pairs of variants of one method of which no paper compares one with the other.
// topic: next steps
// param method: method = "LoRA" - the common parent; any name or alias
// param limit: integer = 25 - rows at most
// returns: first, second, shared_benchmarks, first_papers, second_papers
// graph: (first:Method)-[:COMPARES_WITH]->(second:Method)
MATCH (parent:Method {name: $method})
MATCH (v:Method)-[:VARIANT_OF]->(parent)
WITH parent, v, count { (:Paper)-[:MENTIONS]->(v) } AS papers
ORDER BY papers DESC, v.name
WITH DISTINCT v, papers
LIMIT 60
WITH collect({method: v, papers: papers}) AS variants
UNWIND variants AS one
UNWIND variants AS two
WITH one.method AS a, two.method AS b, one.papers AS first_papers, two.papers AS second_papers
WHERE a.id < b.id
  AND NOT EXISTS { MATCH (a)-[:OUTPERFORMS]-(b) }
  AND NOT EXISTS { MATCH (a)<-[:INTRODUCES|COMPARES_WITH]-(:Paper)-[:COMPARES_WITH]->(b) }
  AND NOT EXISTS { MATCH (b)<-[:INTRODUCES]-(:Paper)-[:COMPARES_WITH]->(a) }
CALL (a, b) {
  MATCH (a)<-[:INTRODUCES]-(:Paper)-[:EVALUATES_ON]->(x)<-[:EVALUATES_ON]-(:Paper)-[:INTRODUCES]->(b)
  WITH DISTINCT x.name AS name ORDER BY name
  RETURN collect(name) AS shared_benchmarks
}
RETURN a.name AS first, b.name AS second, shared_benchmarks, first_papers, second_papers
ORDER BY size(shared_benchmarks) DESC, first_papers + second_papers DESC, first, second
LIMIT $limit
