// Benchmarks on which a method was never scored, though its siblings, parents or variants were.
// topic: next steps
// param method: method = "QLoRA" - any name or alias
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: benchmark, kind, kin_scored, kin, evidence
// graph: ($method:Method)-[:EVALUATES_ON]->(benchmark:kind)
MATCH (m:Method {name: $method})
CALL (m) {
  MATCH (m)-[:VARIANT_OF]->(kin:Method) RETURN kin
  UNION
  MATCH (kin:Method)-[:VARIANT_OF]->(m) RETURN kin
  UNION
  MATCH (m)-[:VARIANT_OF]->(parent:Method)
  WITH DISTINCT parent
  MATCH (kin:Method)-[:VARIANT_OF]->(parent)
  RETURN kin
}
WITH DISTINCT m, kin
WHERE kin <> m
// What the method itself was scored on, read once: to ask for each place anew takes seconds where it has many results.
WITH m, collect(kin) AS family
CALL (m) {
  MATCH (m)<-[:`OF`]-(:Result)-[:`ON`]->(b)
  RETURN collect(DISTINCT b) AS scored
}
CALL (m) {
  MATCH (m)<-[:INTRODUCES]-(:Paper)-[:EVALUATES_ON]->(b)
  RETURN collect(DISTINCT b) AS evaluated
}
UNWIND family AS kin
CALL (kin) {
  MATCH (kin)<-[:`OF`]-(r:Result)-[:`ON`]->(b:Benchmark|Dataset)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  RETURN DISTINCT b, 'result' AS evidence
  UNION
  MATCH (kin)<-[i:INTRODUCES]-(:Paper)-[e:EVALUATES_ON]->(b:Benchmark|Dataset)
  WHERE coalesce(i.confidence, 1.0) >= $min_confidence AND coalesce(e.confidence, 1.0) >= $min_confidence
  RETURN DISTINCT b, 'paper' AS evidence
}
WITH scored, evaluated, b, kin.name AS kin, max(evidence) AS evidence ORDER BY kin
WITH scored, evaluated, b, collect(DISTINCT kin) AS kin, max(evidence) AS evidence
WHERE NOT b IN scored AND NOT b IN evaluated
RETURN b.name AS benchmark, toLower(head([l IN labels(b) WHERE l IN ['Dataset', 'Benchmark']])) AS kind,
       size(kin) AS kin_scored, kin, evidence
ORDER BY kin_scored DESC, benchmark, kind
LIMIT $limit
