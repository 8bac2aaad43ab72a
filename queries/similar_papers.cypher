// Papers that share entities with a paper; a shared rare name weighs more than a shared common one.
// topic: papers
// param paper: paper = "LoRA: Low-Rank Adaptation of Large Language Models" - id, arXiv id, DOI or title
// param min_confidence: float = 0.0 - leave out mentions that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 15 - rows at most
// returns: paper, year, weight, shared, paper_id
// graph: (paper:Paper)-[:MENTIONS]->(shared)
MATCH (p:Paper {id: $paper})-[m:MENTIONS]->(e)
WHERE coalesce(m.confidence, 1.0) >= $min_confidence
WITH p, e, e.name AS name, 1.0 / count { ()-[:MENTIONS]->(e) } AS part
MATCH (other:Paper)-[n:MENTIONS]->(e)
WHERE other <> p AND ($min_confidence <= 0.0 OR coalesce(n.confidence, 1.0) >= $min_confidence)
  AND ($from_year IS NULL OR other.year >= $from_year) AND ($to_year IS NULL OR other.year <= $to_year)
WITH other, name, part ORDER BY part DESC, name
WITH other, round(sum(part), 3) AS weight, collect(name) AS shared
RETURN other.title AS paper, other.year AS year, weight, shared, other.id AS paper_id
ORDER BY weight DESC, size(shared) DESC, paper, paper_id
LIMIT $limit
