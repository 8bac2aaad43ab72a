// How many papers of each year name an entity, in which roles, and their share of the year's papers.
// topic: trends
// param entity: entity = "LoRA" - any name or alias
// param min_confidence: float = 0.0 - leave out mentions that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 50 - rows at most
// returns: year, papers, share, introduces, evaluates_on, trains_on, uses, compares_with
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
WITH DISTINCT e
MATCH (p:Paper)-[r:MENTIONS|INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e)
WHERE p.year IS NOT NULL AND ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH p.year AS year, p, type(r) AS role
WITH year, count(DISTINCT p) AS papers, sum(CASE role WHEN 'INTRODUCES' THEN 1 ELSE 0 END) AS introduces,
     sum(CASE role WHEN 'EVALUATES_ON' THEN 1 ELSE 0 END) AS evaluates_on,
     sum(CASE role WHEN 'TRAINS_ON' THEN 1 ELSE 0 END) AS trains_on,
     sum(CASE role WHEN 'USES' THEN 1 ELSE 0 END) AS uses,
     sum(CASE role WHEN 'COMPARES_WITH' THEN 1 ELSE 0 END) AS compares_with
CALL (year) {
  MATCH (p:Paper {year: year}) RETURN count(p) AS total
}
RETURN year, papers, round(1.0 * papers / total, 3) AS share, introduces, evaluates_on, trains_on, uses, compares_with
ORDER BY year
LIMIT $limit
