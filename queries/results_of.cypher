// Every number reported for a method or a model, benchmark by benchmark.
// topic: leaderboards
// param entity: method|model = "LLaMA 2 70B" - any name or alias
// param min_confidence: float = 0.0 - leave out results that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: benchmark, metric, value, unit, is_delta, versus, method, model, paper, year, paper_id, sentence
// graph: (paper:Paper)-[:EVALUATES_ON]->(benchmark)
MATCH (e:Method|Model)
WHERE e.name = $entity
WITH DISTINCT e
MATCH (e)<-[:`OF`|`WITH`]-(r:Result)<-[:REPORTS]-(p:Paper)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH DISTINCT r, p
OPTIONAL MATCH (r)-[:`ON`]->(b)
OPTIONAL MATCH (r)-[:VERSUS]->(v)
OPTIONAL MATCH (r)-[:`OF`]->(m:Method)
OPTIONAL MATCH (r)-[:`OF`|`WITH`]->(x:Model)
RETURN b.name AS benchmark, toLower(r.metric) AS metric, r.value AS value, r.unit AS unit, r.is_delta AS is_delta,
       v.name AS versus, m.name AS method, x.name AS model, p.title AS paper, p.year AS year, p.id AS paper_id,
       r.sentence AS sentence
ORDER BY benchmark, is_delta, metric, unit, value DESC, paper_id, method, model, versus, sentence
LIMIT $limit
