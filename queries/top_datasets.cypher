// The data sets that papers train on most, and what else they are used for.
// topic: datasets
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: dataset, trained_on, evaluated_on, mentioned, introduced_by
// graph: (introduced_by:Paper)-[:INTRODUCES]->(dataset:Dataset)
// scans: whole graph
MATCH (p:Paper)-[r:TRAINS_ON|EVALUATES_ON|INTRODUCES|MENTIONS]->(d:Dataset)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH d, p, type(r) AS role ORDER BY p.year, p.id
WITH d, sum(CASE role WHEN 'TRAINS_ON' THEN 1 ELSE 0 END) AS trained_on,
     sum(CASE role WHEN 'EVALUATES_ON' THEN 1 ELSE 0 END) AS evaluated_on, count(DISTINCT p) AS mentioned,
     head(collect(CASE role WHEN 'INTRODUCES' THEN p.title END)) AS introduced_by
RETURN d.name AS dataset, trained_on, evaluated_on, mentioned, introduced_by
ORDER BY trained_on DESC, evaluated_on DESC, mentioned DESC, dataset
LIMIT $limit
