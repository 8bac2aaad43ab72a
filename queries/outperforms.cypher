// What outperforms what, as papers state it, with the sentence; of one entity or of all.
// topic: leaderboards
// param entity: entity = null - winner or loser; any name or alias
// param min_confidence: float = 0.0 - leave out statements that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: winner, loser, papers, paper, year, paper_id, sentence
// graph: (winner)-[:OUTPERFORMS]->(loser)
// scans: whole graph
MATCH (w:Method|Model|Dataset|Benchmark)-[r:OUTPERFORMS]->(l)
WHERE ($entity IS NULL OR w.name = $entity OR l.name = $entity) AND coalesce(r.confidence, 1.0) >= $min_confidence
WITH w, l, r, r.source AS source
MATCH (p:Paper {id: source})
WHERE ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH w, l, r, p ORDER BY r.confidence DESC, p.id
WITH w, l, count(DISTINCT p) AS papers, head(collect({paper: p, sentence: r.sentence})) AS best
WITH w, l, papers, best.paper AS p, best.sentence AS sentence
RETURN w.name AS winner, l.name AS loser, papers, p.title AS paper, p.year AS year, p.id AS paper_id, sentence
ORDER BY papers DESC, winner, loser, paper_id
LIMIT $limit
