// The methods scored on a benchmark: by a stated result, else because the paper that introduces them evaluates on it.
// topic: leaderboards
// param benchmark: benchmark|dataset = "GSM8K" - any name or alias
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: method, evidence, papers, first_year, paper, paper_id
// graph: (method:Method)-[:EVALUATES_ON]->($benchmark)
MATCH (b:Benchmark|Dataset)
WHERE b.name = $benchmark
CALL (b) {
  MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:`ON`]->(b)
  MATCH (r)-[:`OF`]->(m:Method)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  RETURN DISTINCT m, p, 0 AS ranking, 'result' AS evidence
  UNION
  MATCH (p:Paper)-[e:EVALUATES_ON]->(b)
  MATCH (p)-[i:INTRODUCES]->(m:Method)
  WHERE coalesce(e.confidence, 1.0) >= $min_confidence AND coalesce(i.confidence, 1.0) >= $min_confidence
  RETURN DISTINCT m, p, 1 AS ranking, 'paper' AS evidence
}
WITH m, p, ranking, evidence
WHERE ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH m, p, ranking, evidence ORDER BY ranking, p.year, p.id
WITH m, head(collect(evidence)) AS evidence, count(DISTINCT p) AS papers, min(p.year) AS first_year,
     head(collect(p)) AS p
RETURN m.name AS method, evidence, papers, first_year, p.title AS paper, p.id AS paper_id
ORDER BY papers DESC, evidence DESC, method
LIMIT $limit
