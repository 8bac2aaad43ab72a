// The papers that name an entity, with the role it has in each and the sentence, strongest role and newest first.
// topic: papers
// param entity: entity = "LoRA" - any name or alias
// param role: role = null - only where it has this role
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: role, paper, year, paper_id, confidence, sentence
// graph: (paper:Paper)-[:role]->($entity)
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
WITH DISTINCT e
MATCH (p:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH|MENTIONS]->(e)
WHERE ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH p, e, r, CASE type(r) WHEN 'INTRODUCES' THEN 0 WHEN 'EVALUATES_ON' THEN 1 WHEN 'TRAINS_ON' THEN 2
                           WHEN 'USES' THEN 3 WHEN 'COMPARES_WITH' THEN 4 ELSE 5 END AS ranking
ORDER BY ranking
WITH p, e, head(collect(r)) AS r, min(ranking) AS ranking
WHERE $role IS NULL OR toLower(type(r)) = toLower($role)
RETURN type(r) AS role, p.title AS paper, p.year AS year, p.id AS paper_id, r.confidence AS confidence,
       r.sentence AS sentence
ORDER BY ranking, year DESC, paper, paper_id
LIMIT $limit
