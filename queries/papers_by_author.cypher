// The papers of an author, and what each introduces.
// topic: papers
// param author: string = "Weizhu Chen" - the name or a part of it, in any letter case
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: author, paper, year, introduces, paper_id
// graph: (paper:Paper)-[:INTRODUCES]->(introduces)
// scans: whole graph
MATCH (p:Paper)
WHERE ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
  AND any(a IN p.authors WHERE toLower(a) CONTAINS toLower($author))
UNWIND [a IN p.authors WHERE toLower(a) CONTAINS toLower($author)] AS author
WITH p, author, p.year AS year, p.title AS paper, p.id AS paper_id
ORDER BY author, year DESC, paper, paper_id
LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[:INTRODUCES]->(e)
  WITH DISTINCT e.name AS name ORDER BY name
  RETURN collect(name) AS introduces
}
RETURN author, paper, year, introduces, paper_id
ORDER BY author, year DESC, paper, paper_id
