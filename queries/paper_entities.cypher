// What a paper introduces, scores on, trains on, uses, compares with and mentions, with the sentence that says so.
// topic: papers
// param paper: paper = "LoRA: Low-Rank Adaptation of Large Language Models" - id, arXiv id, DOI or title
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param limit: integer = 50 - rows at most
// returns: role, entity, kind, variant_of, confidence, sentence
// graph: ($paper:Paper)-[:role]->(entity:kind)
MATCH (p:Paper {id: $paper})-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH|MENTIONS]->(e)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
WITH p, e, r, CASE type(r) WHEN 'INTRODUCES' THEN 0 WHEN 'EVALUATES_ON' THEN 1 WHEN 'TRAINS_ON' THEN 2
                           WHEN 'USES' THEN 3 WHEN 'COMPARES_WITH' THEN 4 ELSE 5 END AS ranking
ORDER BY ranking
WITH p, e, head(collect(r)) AS r, min(ranking) AS ranking
CALL (p, e) {
  OPTIONAL MATCH (e)-[v:VARIANT_OF|VERSION_OF]->(parent)
  WHERE v.source = p.id OR v.source IN ['catalogue', 'grammar']
  WITH DISTINCT parent.name AS name ORDER BY name
  RETURN collect(name) AS variant_of
}
RETURN type(r) AS role, e.name AS entity,
       toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind,
       variant_of, r.confidence AS confidence, r.sentence AS sentence
ORDER BY ranking, kind, entity
LIMIT $limit
