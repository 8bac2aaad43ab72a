// A paper's neighbourhood as a graph: what it says of its entities, and how these hang together.
// topic: papers
// param paper: paper = "LoRA: Low-Rank Adaptation of Large Language Models" - id, arXiv id, DOI or title
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param limit: integer = 200 - rows at most
// returns: head, head_kind, relationship, tail, tail_kind, sentence
// graph: (head:head_kind)-[:relationship]->(tail:tail_kind)
MATCH (p:Paper {id: $paper})
CALL (p) {
  MATCH (p)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH|MENTIONS|HAS_CODE]->(e)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
    AND (type(r) <> 'MENTIONS' OR NOT EXISTS {
      MATCH (p)-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH]->(e) })
  RETURN p AS a, r, e AS b, 0 AS ranking
  UNION
  MATCH (p)-[:MENTIONS]->(a)-[r:VARIANT_OF|VERSION_OF|PART_OF|OUTPERFORMS]->(b)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence AND r.source IN [p.id, 'catalogue', 'grammar']
    AND EXISTS { MATCH (p)-[:MENTIONS]->(b) }
  RETURN a, r, b, 1 AS ranking
}
WITH ranking, a, b, type(r) AS relationship, r ORDER BY r.source
WITH ranking, a, b, relationship, head(collect(r.sentence)) AS sentence
RETURN coalesce(a.title, a.name) AS head,
       toLower(head([l IN labels(a) WHERE l IN ['Paper', 'Method', 'Model', 'Dataset', 'Benchmark']])) AS head_kind,
       relationship, coalesce(b.title, b.name) AS tail,
       toLower(head([l IN labels(b) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark', 'Repository']]))
         AS tail_kind, sentence
ORDER BY ranking, relationship, head, tail, tail_kind
LIMIT $limit
