// The models that a method or its variants were run with, and on which benchmarks those papers report.
// topic: models
// param method: method = "LoRA" - any name or alias
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: model, papers, methods, benchmarks
// graph: (methods:Method)-[:USES]->(model:Model)
MATCH (m:Method {name: $method})
CALL (m) {
  RETURN m AS about
  UNION
  MATCH (about:Method)-[:VARIANT_OF]->(m)
  RETURN about
}
WITH DISTINCT about, about.name AS name
MATCH (about)<-[i:INTRODUCES|USES]-(p:Paper)
WHERE ($min_confidence <= 0.0 OR coalesce(i.confidence, 1.0) >= $min_confidence)
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
MATCH (p)-[u:USES]->(x:Model)
WHERE ($min_confidence <= 0.0 OR coalesce(u.confidence, 1.0) >= $min_confidence)
WITH x, collect(DISTINCT p) AS found, collect(DISTINCT name) AS names
WITH x.name AS model, size(found) AS papers, found, names
ORDER BY papers DESC, model
LIMIT $limit
CALL (names) {
  UNWIND names AS name
  WITH name ORDER BY name
  RETURN collect(name) AS methods
}
CALL (found) {
  UNWIND found AS p
  MATCH (p)-[:EVALUATES_ON]->(b)
  WITH DISTINCT b.name AS name ORDER BY name
  RETURN collect(name) AS benchmarks
}
RETURN model, papers, methods, benchmarks
ORDER BY papers DESC, model
