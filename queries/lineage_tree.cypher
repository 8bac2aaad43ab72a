// The lineage around an entity of any kind, three steps up to what it comes from and three down to what comes from it.
// topic: lineage
// param entity: entity = "LoRA" - any name or alias
// param kind: kind = null - which one, where several share the name
// param min_confidence: float = 0.0 - leave out lineage that is stated with less (0 to 1)
// param limit: integer = 100 - rows at most
// returns: direction, steps, head, head_kind, relationship, tail, tail_kind, sources
// graph: (head:head_kind)-[:relationship]->(tail:tail_kind)
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
WITH e, toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS own_kind
WHERE $kind IS NULL OR own_kind = toLower($kind)
WITH e
CALL (e) {
  MATCH (e)-[r:VARIANT_OF|VERSION_OF|PART_OF]->(x)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND x <> e
  RETURN collect(DISTINCT x) AS parents
}
CALL (e, parents) {
  UNWIND parents AS y
  MATCH (y)-[r:VARIANT_OF|VERSION_OF|PART_OF]->(x)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND x <> e AND NOT x IN parents
  RETURN collect(DISTINCT x) AS grandparents
}
CALL (e) {
  MATCH (x)-[r:VARIANT_OF|VERSION_OF|PART_OF]->(e)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND x <> e
  RETURN collect(DISTINCT x) AS children
}
CALL (e, children) {
  UNWIND children AS y
  MATCH (x)-[r:VARIANT_OF|VERSION_OF|PART_OF]->(y)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND x <> e AND NOT x IN children
  RETURN collect(DISTINCT x) AS grandchildren
}
CALL (e, parents, grandparents, children, grandchildren) {
  UNWIND [{node: e, steps: 1}] + [x IN parents | {node: x, steps: 2}] + [x IN grandparents | {node: x, steps: 3}] AS item
  WITH item.node AS head, item.steps AS steps
  MATCH (head)-[r:VARIANT_OF|VERSION_OF|PART_OF]->(tail)
  RETURN 'up' AS direction, steps, head, r, tail
  UNION ALL
  UNWIND [{node: e, steps: 1}] + [x IN children | {node: x, steps: 2}] + [x IN grandchildren | {node: x, steps: 3}]
    AS item
  WITH item.node AS tail, item.steps AS steps
  MATCH (head)-[r:VARIANT_OF|VERSION_OF|PART_OF]->(tail)
  RETURN 'down' AS direction, steps, head, r, tail
}
WITH direction, steps, head, type(r) AS relationship, tail, r
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
WITH direction, steps, head, relationship, tail, count(DISTINCT r.source) AS sources
RETURN direction, steps, head.name AS head,
       toLower(head([l IN labels(head) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS head_kind,
       relationship, tail.name AS tail,
       toLower(head([l IN labels(tail) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS tail_kind, sources
ORDER BY direction DESC, steps, tail, sources DESC, head, relationship
LIMIT $limit
