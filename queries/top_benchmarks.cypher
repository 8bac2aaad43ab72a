// The benchmarks and data sets that papers score on most, by field of the papers.
// topic: trends
// param field: string = null - a subject class of the papers, such as cs.CL
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 30 - rows at most
// returns: field, benchmark, kind, papers, first_year, last_year
// scans: whole graph
MATCH (p:Paper)-[r:EVALUATES_ON]->(b)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH p, b, CASE WHEN size(coalesce(p.categories, [])) = 0 THEN ['(none given)'] ELSE p.categories END AS fields
UNWIND fields AS field
WITH p, b, field
WHERE $field IS NULL OR toLower(field) = toLower($field)
WITH field, b, count(DISTINCT p) AS papers, min(p.year) AS first_year, max(p.year) AS last_year
WITH field, b.name AS benchmark,
     toLower(head([l IN labels(b) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind, papers,
     first_year, last_year
RETURN field, benchmark, kind, papers, first_year, last_year
ORDER BY papers DESC, field, benchmark, kind
LIMIT $limit
