// Everything about one entity: what it is, its names, lineage, papers by role, results, wins and losses.
// topic: atlas
// param entity: entity = "LoRA" - any name or alias
// param kind: kind = null - which one, where several share the name
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param limit: integer = 200 - rows at most
// returns: section, name, detail, paper_id
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
WITH e, toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS own_kind
WHERE $kind IS NULL OR own_kind = toLower($kind)
WITH e
// Thousands of papers may name it: only the rows that can be among the first go on.
CALL (e) {
  MATCH (:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e)
  WHERE ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
  RETURN count(r) AS roles
}
CALL (e, roles) {
  RETURN 0 AS ranking, 'is a' AS section, toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS name,
         coalesce(e.description, '') AS detail, null AS paper_id
  UNION
  UNWIND coalesce(e.aliases, []) AS alias
  RETURN 1 AS ranking, 'alias' AS section, alias AS name, '' AS detail, null AS paper_id
  UNION
  MATCH (e)-[r:VARIANT_OF|VERSION_OF|PART_OF]->(parent)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  WITH type(r) AS type, parent.name AS name, count(DISTINCT r.source) AS sources
  RETURN 2 AS ranking, 'parent' AS section, name, toLower(type) + ', sources: ' + toString(sources) AS detail,
         null AS paper_id
  UNION
  MATCH (child)-[r:VARIANT_OF|VERSION_OF|PART_OF]->(e)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  WITH type(r) AS type, child.name AS name, count(DISTINCT r.source) AS sources
  RETURN 3 AS ranking, 'child' AS section, name, toLower(type) + ', sources: ' + toString(sources) AS detail,
         null AS paper_id
  UNION
  MATCH (p:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e)
  WHERE ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
  WITH CASE type(r) WHEN 'INTRODUCES' THEN 4.0 WHEN 'EVALUATES_ON' THEN 4.1 WHEN 'TRAINS_ON' THEN 4.2
                    WHEN 'USES' THEN 4.3 ELSE 4.4 END AS ranking, toLower(type(r)) AS section, p.title AS name,
       coalesce(r.sentence, '') AS detail, p.id AS paper_id
  ORDER BY ranking, name, detail, paper_id
  LIMIT $limit
  RETURN ranking, section, name, detail, paper_id
  UNION
  WITH e, roles
  WHERE roles < $limit
  MATCH (p:Paper)-[r:MENTIONS]->(e)
  WHERE ($min_confidence <= 0.0 OR coalesce(r.confidence, 1.0) >= $min_confidence)
    AND NOT EXISTS { MATCH (p)-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e) }
  RETURN 5 AS ranking, 'mentions' AS section, p.title AS name, coalesce(r.sentence, '') AS detail, p.id AS paper_id
  UNION
  MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:`OF`|`WITH`|`ON`]->(e)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  RETURN DISTINCT 6 AS ranking, 'result' AS section, r.name AS name, coalesce(r.sentence, '') AS detail,
         p.id AS paper_id
  UNION
  MATCH (e)-[r:OUTPERFORMS]->(loser)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  RETURN 7 AS ranking, 'outperforms' AS section, loser.name AS name, coalesce(r.sentence, '') AS detail,
         r.source AS paper_id
  UNION
  MATCH (winner)-[r:OUTPERFORMS]->(e)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  RETURN 8 AS ranking, 'outperformed by' AS section, winner.name AS name, coalesce(r.sentence, '') AS detail,
         r.source AS paper_id
}
RETURN section, name, detail, paper_id
ORDER BY ranking, section, name, detail, paper_id
LIMIT $limit
