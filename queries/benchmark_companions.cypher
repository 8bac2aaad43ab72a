// The benchmarks and data sets that papers score on together with one, to complete a comparison.
// topic: next steps
// param benchmark: benchmark|dataset = "GSM8K" - any name or alias
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: companion, kind, papers, share
// graph: ($benchmark)-[:EVALUATES_ON]->(companion:kind)
MATCH (b:Benchmark|Dataset)
WHERE b.name = $benchmark
WITH DISTINCT b
MATCH (p:Paper)-[r:EVALUATES_ON]->(b)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH b, collect(DISTINCT p) AS found
WITH b, found, size(found) AS total
UNWIND found AS p
MATCH (p)-[r:EVALUATES_ON]->(x)
WHERE x <> b AND coalesce(r.confidence, 1.0) >= $min_confidence
WITH x, total, count(DISTINCT p) AS papers
RETURN x.name AS companion, toLower(head([l IN labels(x) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind,
       papers, round(1.0 * papers / total, 3) AS share
ORDER BY papers DESC, companion, kind
LIMIT $limit
