// Names that no catalogue has and that papers were found to use: the curator's list, the most used first.
// topic: evidence
// param kind: string = null - method, model, dataset or benchmark
// param min_confidence: float = 0.0 - leave out mentions that were read with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: name, kind, papers, introduced_by, sentence, confidence, paper_id
// graph: (introduced_by:Paper)-[:INTRODUCES]->(name:kind)
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.discovered
WITH e, toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind
WHERE $kind IS NULL OR kind = toLower($kind)
MATCH (p:Paper)-[m:MENTIONS]->(e)
WHERE coalesce(m.confidence, 1.0) >= $min_confidence
OPTIONAL MATCH (p)-[i:INTRODUCES]->(e)
WITH e, kind, p, m, i ORDER BY CASE WHEN i IS NULL THEN 1 ELSE 0 END, m.confidence DESC, p.id
WITH e, kind, count(DISTINCT p) AS papers, head(collect(CASE WHEN i IS NOT NULL THEN p.title END)) AS introduced_by,
     head(collect(m)) AS m, head(collect(p.id)) AS paper_id
RETURN e.name AS name, kind, papers, introduced_by, m.sentence AS sentence, m.confidence AS confidence, paper_id
ORDER BY papers DESC, confidence DESC, name, kind
LIMIT $limit
