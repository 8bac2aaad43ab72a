// The links that the reading is least sure of, for a person to judge.
// topic: evidence
// param max_confidence: float = 1.0 - links read with no more than this (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: confidence, role, entity, kind, sentence, rule, paper, paper_id
// graph: (paper:Paper)-[:role]->(entity:kind)
// scans: whole graph
MATCH (p:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e)
WHERE r.confidence <= $max_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH r.confidence AS confidence, p.id AS paper_id, type(r) AS role, e.name AS entity, labels(e) AS labels,
     r.sentence AS sentence, r.rule AS rule, p.title AS paper
ORDER BY confidence, paper_id, role, entity, sentence
LIMIT $limit
RETURN confidence, role, entity,
       toLower(head([l IN labels WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind, sentence, rule,
       paper, paper_id
ORDER BY confidence, paper_id, role, entity, kind
