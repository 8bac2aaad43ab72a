// What was introduced in each year and taken up most by other papers since.
// topic: trends
// param kind: kind = null - only this kind
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 30 - rows at most
// returns: year, name, kind, other_papers, paper, paper_id
// graph: (paper:Paper)-[:INTRODUCES]->(name:kind)
// scans: whole graph
MATCH (p:Paper)-[r:INTRODUCES]->(e)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
  AND ($kind IS NULL OR any(l IN labels(e) WHERE toLower(l) = toLower($kind)))
WITH p, e, count { ()-[:MENTIONS]->(e) } - 1 AS other_papers, p.year AS year, e.name AS name, p.id AS paper_id,
     e.id AS id
ORDER BY other_papers DESC, year DESC, name, paper_id, id
LIMIT $limit
RETURN year, name,
       toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind, other_papers,
       p.title AS paper, paper_id
ORDER BY other_papers DESC, year DESC, name, paper_id, kind
