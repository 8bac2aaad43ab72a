// The values reported on a benchmark, ranked within each metric, best first in the metric's direction; where the text
//   does not say which direction is better, the highest first.
// topic: leaderboards
// param benchmark: benchmark|dataset = "GSM8K" - any name or alias
// param metric: string = null - only metrics that contain this
// param model: model = null - only results with this model or a version of it
// param min_confidence: float = 0.0 - leave out results that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: metric, rank, method, model, value, unit, better, paper, year, paper_id, sentence
// graph: (paper:Paper)-[:EVALUATES_ON]->($benchmark)
MATCH (b:Benchmark|Dataset)
WHERE b.name = $benchmark
WITH DISTINCT b
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:`ON`]->(b)
WHERE NOT r.is_delta AND coalesce(r.confidence, 1.0) >= $min_confidence
  AND ($metric IS NULL OR toLower(r.metric) CONTAINS toLower($metric))
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
OPTIONAL MATCH (r)-[:`OF`]->(method:Method)
OPTIONAL MATCH (r)-[:`OF`|`WITH`]->(x:Model)
WITH p, r, method, x
WHERE $model IS NULL OR x.name = $model OR EXISTS { MATCH (x)-[:VERSION_OF*1..5]->(:Model {name: $model}) }
WITH toLower(r.metric) AS metric, r.better AS better, p, r, method, x,
     CASE WHEN r.unit IN ['%', 'percent', 'points'] THEN null ELSE r.unit END AS scale,
     CASE r.better WHEN 'lower' THEN r.value ELSE -r.value END AS place
ORDER BY place, p.id, r.id
WITH metric, better, scale, collect({result: r, paper: p, method: method.name, model: x.name}) AS entries
UNWIND range(0, size(entries) - 1) AS i
WITH metric, better, scale, size(entries) AS entered, i + 1 AS rank, entries[i] AS entry
WITH metric, better, scale, entered, rank, entry.result AS r, entry.paper AS p, entry.method AS method, entry.model AS model
RETURN metric, rank, method, model, r.value AS value,
       r.unit AS unit, better, p.title AS paper, p.year AS year, p.id AS paper_id, r.sentence AS sentence
ORDER BY entered DESC, metric, better, scale, rank
LIMIT $limit
