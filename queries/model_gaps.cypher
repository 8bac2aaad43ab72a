// Models that a method was never run with, though its siblings, parents or variants were.
// topic: next steps
// param method: method = "QLoRA" - any name or alias
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: model, kin_used, kin, papers
// graph: ($method:Method)-[:USES]->(model:Model)
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
WITH m, collect(kin) AS family
CALL (m) {
  MATCH (m)<-[:INTRODUCES|USES]-(:Paper)-[:USES]->(x:Model)
  RETURN collect(DISTINCT x) AS used
}
UNWIND family AS kin
MATCH (kin)<-[i:INTRODUCES]-(p:Paper)-[u:USES]->(x:Model)
WHERE coalesce(i.confidence, 1.0) >= $min_confidence AND coalesce(u.confidence, 1.0) >= $min_confidence
WITH used, x, kin.name AS kin, p ORDER BY kin
WITH used, x, collect(DISTINCT kin) AS kin, count(DISTINCT p) AS papers
WHERE NOT x IN used
RETURN x.name AS model, size(kin) AS kin_used, kin, papers
ORDER BY kin_used DESC, papers DESC, model
LIMIT $limit
