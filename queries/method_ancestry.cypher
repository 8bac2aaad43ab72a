// What a method descends from: its parents and their parents, and who says so.
// topic: lineage
// param method: method = "QLoRA" - any name or alias
// param min_confidence: float = 0.0 - leave out lineage that is stated with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: method, variant_of, steps, sources, sentence
// graph: (method:Method)-[:VARIANT_OF]->(variant_of:Method)
// rows: one
MATCH (m:Method {name: $method})
CALL (m) {
  MATCH (m)-[r:VARIANT_OF]->(a:Method)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND a <> m
  RETURN collect(DISTINCT a) AS first
}
CALL (m, first) {
  UNWIND first AS child
  MATCH (child)-[r:VARIANT_OF]->(a:Method)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND a <> m AND NOT a IN first
  RETURN collect(DISTINCT a) AS second
}
CALL (m, first, second) {
  UNWIND second AS child
  MATCH (child)-[r:VARIANT_OF]->(a:Method)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND a <> m AND NOT a IN first AND NOT a IN second
  RETURN collect(DISTINCT a) AS third
}
WITH [{method: m, steps: 1}] + [x IN first | {method: x, steps: 2}]
     + [x IN second | {method: x, steps: 3}] + [x IN third | {method: x, steps: 4}] AS found
UNWIND found AS item
WITH item.method AS child, item.steps AS steps
MATCH (child)-[r:VARIANT_OF]->(parent:Method)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
WITH child, steps, parent, r ORDER BY coalesce(r.confidence, 0.0) DESC, r.source
WITH child.name AS method, parent.name AS variant_of, steps, count(DISTINCT r.source) AS sources,
     head(collect(r.sentence)) AS sentence
RETURN method, variant_of, steps, sources, sentence
ORDER BY steps, sources DESC, method, variant_of
LIMIT $limit
