// Pairs of variants of one method of which no paper compares one with the other.
// topic: next steps
// param method: method = "LoRA" - the common parent; any name or alias
// param limit: integer = 25 - rows at most
// returns: first, second, shared_benchmarks, first_papers, second_papers
// graph: (first:Method)-[:COMPARES_WITH]->(second:Method)
MATCH (parent:Method {name: $method})
WITH DISTINCT parent
MATCH (v:Method)-[:VARIANT_OF]->(parent)
WITH parent, v, count { ()-[:MENTIONS]->(v) } AS papers
ORDER BY papers DESC, v.name
WITH DISTINCT v, papers
LIMIT 60
// What is known of each variant is read once, not for each of the 1,770 pairs.
CALL (v) {
  MATCH (v)-[:OUTPERFORMS]-(other:Method)
  RETURN collect(DISTINCT other) AS ranked
}
CALL (v) {
  MATCH (v)<-[:INTRODUCES|COMPARES_WITH]-(:Paper)-[:COMPARES_WITH]->(other:Method)
  RETURN collect(DISTINCT other) AS compared
}
CALL (v) {
  MATCH (v)<-[:INTRODUCES]-(p:Paper)-[:EVALUATES_ON]->(x)
  RETURN collect({paper: p, place: x}) AS scored
}
WITH collect({method: v, papers: papers, met: ranked + compared, scored: scored}) AS variants
UNWIND variants AS one
UNWIND variants AS two
WITH one, two, one.method AS a, two.method AS b, one.papers AS first_papers, two.papers AS second_papers
WHERE a.id < b.id AND NOT b IN one.met AND NOT a IN two.met
CALL (one, two) {
  UNWIND one.scored AS here
  UNWIND two.scored AS there
  WITH here.place AS x, here.paper AS p, there.place AS y, there.paper AS q
  WHERE x = y AND p <> q
  WITH DISTINCT x.name AS name ORDER BY name
  RETURN collect(name) AS shared_benchmarks
}
RETURN a.name AS first, b.name AS second, shared_benchmarks, first_papers, second_papers
ORDER BY size(shared_benchmarks) DESC, first_papers + second_papers DESC, first, second
LIMIT $limit
