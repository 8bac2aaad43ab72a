// Papers about a method that link to code, models or a project page.
// topic: papers
// param method: method = "LoRA" - any name or alias; papers about its variants count too
// param min_confidence: float = 0.0 - leave out mentions that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: paper, year, methods, repository, url, paper_id
// graph: (paper:Paper)-[:HAS_CODE]->(repository:Repository)
MATCH (m:Method {name: $method})
CALL (m) {
  RETURN m AS about
  UNION
  MATCH (about:Method)-[:VARIANT_OF]->(m)
  RETURN about
}
WITH DISTINCT about, about.name AS name
MATCH (about)<-[r:MENTIONS]-(p:Paper)
WHERE ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH p, name ORDER BY name
WITH p, collect(DISTINCT name) AS methods
MATCH (p)-[:HAS_CODE]->(repository:Repository)
WITH DISTINCT p, methods, repository
RETURN p.title AS paper, p.year AS year, methods, repository.name AS repository, repository.url AS url,
       p.id AS paper_id
ORDER BY year DESC, paper, paper_id, repository
LIMIT $limit
