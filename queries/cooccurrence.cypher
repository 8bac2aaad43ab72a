// What is named together with an entity, in how many papers, and how much more often than chance would have it.
// topic: trends
// param entity: entity = "LoRA" - any name or alias
// param kind: kind = null - only this kind
// param min_confidence: float = 0.0 - leave out mentions that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: name, kind, papers, lift
// graph: ($entity)-[:MENTIONS]->(name:kind)
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
WITH DISTINCT e
CALL (e) {
  MATCH (p:Paper)-[r:MENTIONS]->(e)
  WHERE ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
    AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
  MATCH (p)-[s:MENTIONS]->(other)
  WHERE $min_confidence <= 0.0 OR coalesce(s.confidence, 1.0) >= $min_confidence
  WITH other, count(*) AS papers
  WHERE other <> e AND ($kind IS NULL OR any(l IN labels(other) WHERE toLower(l) = toLower($kind)))
  // The lift is computed for those alone that may be among the first: a known name is named together with thousands.
  WITH papers, collect(other) AS others
  ORDER BY papers DESC
  LIMIT $limit
  RETURN papers, others
}
WITH papers, others, count { (:Paper) } AS total, count { ()-[:MENTIONS]->(e) } AS own
UNWIND others AS other
RETURN other.name AS name,
       toLower(head([l IN labels(other) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind, papers,
       round(1.0 * papers * total / (own * count { ()-[:MENTIONS]->(other) }), 2) AS lift
ORDER BY papers DESC, lift DESC, name, kind
LIMIT $limit
