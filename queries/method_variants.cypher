// Methods that are variants of a method, directly or through others, and how many papers mention each.
// topic: lineage
// param method: method = "LoRA" - any name or alias
// param depth: integer = 4 - steps at most (1 to 4)
// param min_confidence: float = 0.0 - leave out lineage that is stated with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: variant, steps, variant_of, year, papers
// graph: (variant:Method)-[:VARIANT_OF]->(variant_of:Method)
MATCH (root:Method {name: $method})
// Level by level, each method once: paths would multiply by the papers that state the same step.
CALL (root) {
  MATCH (v:Method)-[r:VARIANT_OF]->(root)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND v <> root
  RETURN collect(DISTINCT v) AS first
}
CALL (root, first) {
  UNWIND first AS parent
  MATCH (v:Method)-[r:VARIANT_OF]->(parent)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND v <> root AND NOT v IN first
  RETURN collect(DISTINCT v) AS second
}
CALL (root, first, second) {
  UNWIND second AS parent
  MATCH (v:Method)-[r:VARIANT_OF]->(parent)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND v <> root AND NOT v IN first AND NOT v IN second
  RETURN collect(DISTINCT v) AS third
}
CALL (root, first, second, third) {
  UNWIND third AS parent
  MATCH (v:Method)-[r:VARIANT_OF]->(parent)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
    AND v <> root AND NOT v IN first AND NOT v IN second AND NOT v IN third
  RETURN collect(DISTINCT v) AS fourth
}
WITH [x IN [root] + first + second + third | x.id] AS above,
     [x IN first | {method: x, steps: 1}] + [x IN second | {method: x, steps: 2}]
     + [x IN third | {method: x, steps: 3}] + [x IN fourth | {method: x, steps: 4}] AS found
UNWIND found AS item
WITH above, item.method AS v, item.steps AS steps
WHERE steps <= $depth
CALL (v, above) {
  MATCH (v)-[r:VARIANT_OF]->(parent:Method)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND parent.id IN above
  WITH DISTINCT parent.name AS name ORDER BY name
  RETURN collect(name) AS variant_of
}
RETURN v.name AS variant, steps, variant_of, v.year AS year, count { ()-[:MENTIONS]->(v) } AS papers
ORDER BY steps, papers DESC, variant
LIMIT $limit
