// An entity's neighbourhood as a graph: its lineage, wins and losses, the papers by role, and what these introduce.
// topic: atlas
// param entity: entity = "LoRA" - any name or alias
// param kind: kind = null - which one, where several share the name
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param limit: integer = 200 - rows at most
// returns: head, head_kind, relationship, tail, tail_kind, sentence, paper_id
// graph: (head:head_kind)-[:relationship]->(tail:tail_kind)
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
WITH e, toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS own_kind
WHERE $kind IS NULL OR own_kind = toLower($kind)
WITH e
// Thousands of papers may use it: of each part only the rows that can be among the first go on.
CALL (e) {
  MATCH (:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e)
  WHERE ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
  RETURN count(r) AS roles
}
CALL (e, roles) {
  MATCH (e)-[r:VARIANT_OF|VERSION_OF|PART_OF|OUTPERFORMS]-(o)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  RETURN startNode(r) AS a, r, endNode(r) AS b, 0 AS ranking
  UNION
  MATCH (p:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e)
  WHERE ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
  WITH e, p, r, CASE type(r) WHEN 'INTRODUCES' THEN 1 ELSE 2 END AS ranking
  ORDER BY ranking, type(r), p.title, p.id
  LIMIT $limit
  RETURN p AS a, r, e AS b, ranking
  UNION
  WITH e, roles
  WHERE roles < $limit
  MATCH (p:Paper)-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e)
  WITH DISTINCT e, p
  MATCH (p)-[r:INTRODUCES]->(o)
  WHERE o <> e AND coalesce(r.confidence, 1.0) >= $min_confidence
  WITH p, r, o ORDER BY p.title, o.name, o.id, p.id
  LIMIT $limit
  RETURN p AS a, r, o AS b, 3 AS ranking
}
WITH ranking, a, b, type(r) AS relationship, r ORDER BY r.source
WITH ranking, a, b, relationship, head(collect(r.sentence)) AS sentence
RETURN coalesce(a.title, a.name) AS head,
       toLower(head([l IN labels(a) WHERE l IN ['Paper', 'Method', 'Model', 'Dataset', 'Benchmark']])) AS head_kind,
       relationship, b.name AS tail,
       toLower(head([l IN labels(b) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS tail_kind, sentence,
       CASE WHEN a:Paper THEN a.id END AS paper_id
ORDER BY ranking, relationship, head, tail, head_kind, tail_kind, paper_id
LIMIT $limit
