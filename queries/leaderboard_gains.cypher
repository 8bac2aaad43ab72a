// The gains and reductions reported on a benchmark, ranked within each metric; never mixed with absolute values.
// topic: leaderboards
// param benchmark: benchmark|dataset = "GSM8K" - any name or alias
// param metric: string = null - only metrics that contain this
// param min_confidence: float = 0.0 - leave out results that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: metric, unit, method, model, versus, change, better, paper, year, paper_id, sentence
// graph: (paper:Paper)-[:EVALUATES_ON]->($benchmark)
// rows: one
MATCH (b:Benchmark|Dataset)
WHERE b.name = $benchmark
WITH DISTINCT b
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:`ON`]->(b)
WHERE r.is_delta AND coalesce(r.confidence, 1.0) >= $min_confidence
  AND ($metric IS NULL OR toLower(r.metric) CONTAINS toLower($metric))
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
OPTIONAL MATCH (r)-[:`OF`]->(method:Method)
OPTIONAL MATCH (r)-[:`OF`|`WITH`]->(model:Model)
OPTIONAL MATCH (r)-[:VERSUS]->(baseline)
RETURN toLower(r.metric) AS metric, r.unit AS unit, method.name AS method, model.name AS model,
       baseline.name AS versus, r.value AS change, r.better AS better, p.title AS paper, p.year AS year,
       p.id AS paper_id, r.sentence AS sentence
ORDER BY metric, unit, change DESC, paper_id, method, model, versus, sentence
LIMIT $limit
