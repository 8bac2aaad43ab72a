// What is named together with an entity, in how many papers, and how much more often than chance would have it.
// topic: trends
// param entity: entity = "LoRA" - any name or alias
// param kind: string = null - only method, model, dataset or benchmark
// param min_confidence: float = 0.0 - leave out mentions that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: name, kind, papers, lift
// graph: ($entity)-[:MENTIONS]->(name:kind)
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
WITH e, count { (:Paper) } AS total
MATCH (p:Paper)-[r:MENTIONS]->(e)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
MATCH (p)-[s:MENTIONS]->(other)
WHERE other <> e AND coalesce(s.confidence, 1.0) >= $min_confidence
WITH e, total, other, count(DISTINCT p) AS papers
WITH e, total, other, papers,
     toLower(head([l IN labels(other) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind
WHERE $kind IS NULL OR kind = toLower($kind)
RETURN other.name AS name, kind, papers,
       round(1.0 * papers * total / (count { (:Paper)-[:MENTIONS]->(e) } * count { (:Paper)-[:MENTIONS]->(other) }), 2)
         AS lift
ORDER BY papers DESC, lift DESC, name, kind
LIMIT $limit
