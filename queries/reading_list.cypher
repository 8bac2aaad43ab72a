// Where to begin reading about an entity: the papers that introduce it or its parents, then those that say most of it.
// topic: next steps
// param entity: entity = "QLoRA" - any name or alias
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 15 - rows at most
// returns: why, paper, year, paper_id, about, sentence
// graph: (paper:Paper)-[:MENTIONS]->(about)
MATCH (e:Method|Model|Dataset|Benchmark)
WHERE e.name = $entity
CALL (e) {
  MATCH (e)<-[r:INTRODUCES]-(p:Paper)
  RETURN p, 0 AS ranking, 'introduces it' AS why, e.name AS about, r AS said, 0 AS weight
  UNION
  MATCH (e)-[:VARIANT_OF|VERSION_OF|PART_OF]->(parent)<-[r:INTRODUCES]-(p:Paper)
  RETURN DISTINCT p, 1 AS ranking, 'introduces what it comes from' AS why, parent.name AS about,
         r AS said, 0 AS weight
  UNION
  MATCH (child)-[:VARIANT_OF|VERSION_OF|PART_OF]->(e)
  WITH DISTINCT child
  WITH child, child.name AS about, -count { ()-[:MENTIONS]->(child) } AS weight
  MATCH (child)<-[r:INTRODUCES]-(p:Paper)
  RETURN p, 2 AS ranking, 'introduces what comes from it' AS why, about, r AS said, weight
  UNION
  MATCH (e)<-[m:MENTIONS]-(p:Paper)
  RETURN p, 3 AS ranking, 'names it most' AS why, e.name AS about, m AS said, -m.count AS weight
}
WITH p, ranking, why, about, said, weight
WHERE ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
WITH p, ranking, why, about, said, weight ORDER BY ranking, weight, about
WITH p, head(collect({ranking: ranking, why: why, about: about, said: said, weight: weight})) AS best
WITH p, best.ranking AS ranking, best.why AS why, best.about AS about, best.said AS said, best.weight AS weight
RETURN why, p.title AS paper, p.year AS year, p.id AS paper_id, about, said.sentence AS sentence
ORDER BY ranking, weight, year, paper, paper_id
LIMIT $limit
