// The sentences behind the edges between entities: who states lineage, membership or a win, and how sure the reading is.
// topic: evidence
// param entity: entity = "LoRA" - any name or alias
// param other: entity = null - the other end; any name or alias
// param min_confidence: float = 0.0 - leave out statements that were read with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: head, relationship, tail, source, paper, sentence, confidence, rule, paper_id
// graph: (head)-[:relationship]->(tail)
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
WITH DISTINCT e
MATCH (e)-[r:VARIANT_OF|VERSION_OF|PART_OF|OUTPERFORMS]-(o)
WHERE ($other IS NULL OR o.name = $other) AND coalesce(r.confidence, 1.0) >= $min_confidence
WITH DISTINCT r, startNode(r) AS head, endNode(r) AS tail, r.source AS said_by
OPTIONAL MATCH (p:Paper {id: said_by})
RETURN head.name AS head, type(r) AS relationship, tail.name AS tail,
       CASE WHEN p IS NULL THEN r.source ELSE 'paper' END AS source, p.title AS paper, r.sentence AS sentence,
       r.confidence AS confidence, r.rule AS rule, p.id AS paper_id
ORDER BY source DESC, relationship, head, tail, paper_id
LIMIT $limit
