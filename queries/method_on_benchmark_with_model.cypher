// Papers that use or introduce a method, report on a benchmark, and work with a model or a version of it.
// topic: papers
// param method: method = "LoRA" - any name or alias; its variants count too
// param benchmark: benchmark|dataset = "GSM8K" - any name or alias
// param model: model = "LLaMA" - any name or alias; its versions and sizes count too
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: paper, year, methods, models, role_of_benchmark, paper_id
// graph: (paper:Paper)-[:EVALUATES_ON]->($benchmark)
MATCH (b:Benchmark|Dataset)
WHERE b.name = $benchmark
WITH DISTINCT b
MATCH (p:Paper)-[e:EVALUATES_ON|TRAINS_ON]->(b)
WHERE coalesce(e.confidence, 1.0) >= $min_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
CALL (p) {
  MATCH (p)-[r:INTRODUCES|USES|COMPARES_WITH]->(m:Method)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
    AND (m.name = $method OR EXISTS { MATCH (m)-[:VARIANT_OF]->(:Method {name: $method}) })
  WITH DISTINCT m.name AS name ORDER BY name
  RETURN collect(name) AS methods
}
WITH p, e, methods
WHERE size(methods) > 0
CALL (p) {
  MATCH (p)-[r:INTRODUCES|USES|COMPARES_WITH]->(x:Model)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
    AND (x.name = $model OR EXISTS { MATCH (x)-[:VERSION_OF*1..5]->(:Model {name: $model}) })
  WITH DISTINCT x.name AS name ORDER BY name
  RETURN collect(name) AS models
}
WITH p, type(e) AS role, methods, models
WHERE size(models) > 0
RETURN p.title AS paper, p.year AS year, methods, models, toLower(role) AS role_of_benchmark, p.id AS paper_id
ORDER BY year DESC, paper, paper_id
LIMIT $limit
