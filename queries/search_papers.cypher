// Papers whose title has some of these words; those with most of the words first, the newest first among them.
// topic: papers
// param text: words = "low-rank adaptation fine-tuning" - words in any order
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: paper, year, words, introduces, paper_id
// graph: (paper:Paper)-[:INTRODUCES]->(introduces)
CALL db.index.fulltext.queryNodes('fulltext_paper_title', $text) YIELD node AS p
WITH p
WHERE ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH p, toLower(p.title) AS title, split(toLower($text), ' ') AS wanted
WITH p, size([w IN wanted WHERE title CONTAINS w]) AS words
ORDER BY words DESC, p.year DESC, p.title, p.id
LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[:INTRODUCES]->(e)
  WITH DISTINCT e.name AS name ORDER BY name
  RETURN collect(name) AS introduces
}
RETURN p.title AS paper, p.year AS year, words, introduces, p.id AS paper_id
ORDER BY words DESC, year DESC, paper, paper_id
