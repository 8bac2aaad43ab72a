// Two methods or models side by side: values on the same benchmark and metric, stated differences, stated wins.
// topic: leaderboards
// param first: method|model = "DPO" - any name or alias
// param second: method|model = "PPO" - any name or alias
// param min_confidence: float = 0.0 - leave out what was read with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: basis, winner, benchmark, metric, value, other_value, change, paper, paper_id, sentence
// graph: ($first)-[:COMPARES_WITH]->($second)
// rows: one
MATCH (a:Method|Model)
WHERE a.name = $first
CALL (a) {
  MATCH (b:Method|Model)
  WHERE b.name = $second AND a <> b
  RETURN b
}
CALL (a, b) {
  // By place, because a path through a benchmark would meet everybody's results on it.
  UNWIND [a, b] AS side
  MATCH (side)<-[:`OF`]-(r:Result)-[:`ON`]->(place)
  WITH a, b, place, collect(CASE WHEN side = a THEN r END) AS ours, collect(CASE WHEN side = b THEN r END) AS theirs
  UNWIND ours AS x
  UNWIND theirs AS y
  WITH a, b, x, y, place
  WHERE NOT x.is_delta AND NOT y.is_delta AND coalesce(toLower(x.metric), '') = coalesce(toLower(y.metric), '')
    AND coalesce(x.confidence, 1.0) >= $min_confidence AND coalesce(y.confidence, 1.0) >= $min_confidence
  MATCH (p:Paper)-[:REPORTS]->(x)
  MATCH (q:Paper)-[:REPORTS]->(y)
  OPTIONAL MATCH (x)-[:`WITH`]->(m:Model)
  OPTIONAL MATCH (y)-[:`WITH`]->(n:Model)
  WITH a, b, x, y, place, p, q, m, n
  WHERE p = q OR coalesce(m.id, '') = coalesce(n.id, '')
  RETURN CASE WHEN p = q THEN 1 ELSE 2 END AS ranking,
         CASE WHEN p = q THEN 'values in one paper' ELSE 'values in two papers' END AS basis,
         CASE WHEN x.better = 'unknown' OR x.value = y.value THEN null
              WHEN (x.value > y.value) = (x.better = 'higher') THEN a.name ELSE b.name END AS winner,
         place.name AS benchmark, toLower(x.metric) AS metric, x.value AS value, y.value AS other_value,
         null AS change, p.title AS paper, p.id AS paper_id, x.sentence AS sentence
  UNION
  MATCH (a)<-[:`OF`]-(x:Result)-[:VERSUS]->(b)
  WHERE x.is_delta AND coalesce(x.confidence, 1.0) >= $min_confidence
  MATCH (p:Paper)-[:REPORTS]->(x)
  OPTIONAL MATCH (x)-[:`ON`]->(place)
  RETURN 3 AS ranking, 'difference' AS basis, null AS winner, place.name AS benchmark, toLower(x.metric) AS metric,
         null AS value, null AS other_value, x.value AS change, p.title AS paper, p.id AS paper_id,
         x.sentence AS sentence
  UNION
  MATCH (b)<-[:`OF`]-(y:Result)-[:VERSUS]->(a)
  WHERE y.is_delta AND coalesce(y.confidence, 1.0) >= $min_confidence
  MATCH (p:Paper)-[:REPORTS]->(y)
  OPTIONAL MATCH (y)-[:`ON`]->(place)
  RETURN 3 AS ranking, 'difference the other way' AS basis, null AS winner, place.name AS benchmark,
         toLower(y.metric) AS metric, null AS value, null AS other_value, y.value AS change, p.title AS paper,
         p.id AS paper_id, y.sentence AS sentence
  UNION
  MATCH (a)-[r:OUTPERFORMS]-(b)
  WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  WITH r, r.source AS source, startNode(r).name AS winner
  MATCH (p:Paper {id: source})
  RETURN 4 AS ranking, 'statement' AS basis, winner, null AS benchmark, null AS metric,
         null AS value, null AS other_value, null AS change, p.title AS paper, p.id AS paper_id,
         r.sentence AS sentence
}
RETURN basis, winner, benchmark, metric, value, other_value, change, paper, paper_id, sentence
ORDER BY ranking, benchmark, metric, paper_id, basis, winner, value DESC, other_value DESC, change DESC, sentence
LIMIT $limit
