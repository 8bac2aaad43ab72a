// Pairs of which one paper says that the first is better, and another the opposite; both sentences side by side.
// topic: leaderboards
// param entity: entity = null - only pairs with this one; any name or alias
// param min_confidence: float = 0.0 - leave out statements that were read with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: first, second, first_wins, second_wins, paper, paper_id, sentence, other_paper, other_paper_id, other_sentence
// graph: (first)-[:OUTPERFORMS]->(second)
// graph: (second)-[:OUTPERFORMS]->(first)
// scans: whole graph
// rows: one
MATCH (a:Method|Model|Dataset|Benchmark)-[r:OUTPERFORMS]->(b)
WHERE ($entity IS NULL OR a.name = $entity OR b.name = $entity) AND a.id < b.id
  AND coalesce(r.confidence, 1.0) >= $min_confidence
MATCH (b)-[back:OUTPERFORMS]->(a)
WHERE coalesce(back.confidence, 1.0) >= $min_confidence AND back.source <> r.source
WITH a, b, r, back, r.source AS source, back.source AS other_source
MATCH (p:Paper {id: source})
CALL (other_source) {
  MATCH (q:Paper {id: other_source})
  RETURN q
}
WITH a, b, r, back, p, q ORDER BY coalesce(r.confidence, 1.0) + coalesce(back.confidence, 1.0) DESC, p.id, q.id
WITH a, b, count(DISTINCT p) AS first_wins, count(DISTINCT q) AS second_wins,
     head(collect({p: p, q: q, one: r.sentence, two: back.sentence})) AS best
WITH a, b, first_wins, second_wins, best.p AS p, best.q AS q, best.one AS one, best.two AS two
RETURN a.name AS first, b.name AS second, first_wins, second_wins, p.title AS paper, p.id AS paper_id,
       one AS sentence, q.title AS other_paper, q.id AS other_paper_id, two AS other_sentence
ORDER BY first_wins + second_wins DESC, first, second
LIMIT $limit
