// Names that no catalogue has and that papers were found to use: the curator's list, the most used first.
// topic: evidence
// param kind: kind = null - only this kind
// param min_confidence: float = 0.0 - leave out mentions that were read with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: name, kind, papers, introduced_by, sentence, confidence, paper_id
// graph: (introduced_by:Paper)-[:INTRODUCES]->(name:kind)
// scans: whole graph
MATCH (p:Paper)-[m:MENTIONS]->(e)
WHERE e.discovered AND coalesce(m.confidence, 1.0) >= $min_confidence
  AND ($kind IS NULL OR any(l IN labels(e) WHERE toLower(l) = toLower($kind)))
WITH e, e.name AS name, e.id AS id, count(p) AS papers, max(m.confidence) AS surest
ORDER BY papers DESC, surest DESC, name, id
LIMIT $limit
CALL (e) {
  MATCH (p:Paper)-[m:MENTIONS]->(e)
  WHERE coalesce(m.confidence, 1.0) >= $min_confidence
  OPTIONAL MATCH (p)-[i:INTRODUCES]->(e)
  WITH p, m, i ORDER BY CASE WHEN i IS NULL THEN 1 ELSE 0 END, m.confidence DESC, p.id
  RETURN head(collect(CASE WHEN i IS NOT NULL THEN p.title END)) AS introduced_by,
         head(collect({m: m, id: p.id})) AS first
}
WITH e, name, papers, surest, introduced_by, first.m AS m, first.id AS paper_id
RETURN name, toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind,
       papers, introduced_by, m.sentence AS sentence, surest AS confidence, paper_id
ORDER BY papers DESC, confidence DESC, name, kind
LIMIT $limit
