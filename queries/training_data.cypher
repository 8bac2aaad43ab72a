// Which data sets train which models and methods: papers that train on the one and introduce the other or, if a model, use it.
// topic: datasets
// param entity: method|model = null - only for this one or a version of it, by any name or alias; without it no methods that are just used
// param dataset: dataset|benchmark = null - only this data; any name or alias
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param from_year: integer = null - papers of this year and later
// param to_year: integer = null - papers of this year and earlier
// param limit: integer = 25 - rows at most
// returns: dataset, trained, kind, role, papers, paper, paper_id, sentence
// graph: (trained:kind)-[:TRAINS_ON]->(dataset)
// scans: whole graph
MATCH (p:Paper)-[t:TRAINS_ON]->(d)
WHERE ($dataset IS NULL OR d.name = $dataset) AND coalesce(t.confidence, 1.0) >= $min_confidence
  AND ($from_year IS NULL OR p.year >= $from_year) AND ($to_year IS NULL OR p.year <= $to_year)
MATCH (p)-[r:INTRODUCES|USES]->(x:Method|Model)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
  // A layer or an optimizer that a paper uses is not what it trains.
  AND ($entity IS NOT NULL OR type(r) = 'INTRODUCES' OR 'Model' IN labels(x))
  AND ($entity IS NULL OR x.name = $entity OR EXISTS { MATCH (x)-[:VERSION_OF*1..5]->(:Model {name: $entity}) })
WITH d, x, type(r) AS role, p, t ORDER BY p.year, p.id
WITH d, x, role, count(DISTINCT p) AS papers, head(collect({paper: p, sentence: t.sentence})) AS first
WITH d, x, role, papers, first.paper AS p, first.sentence AS sentence
RETURN d.name AS dataset, x.name AS trained,
       toLower(head([l IN labels(x) WHERE l IN ['Method', 'Model']])) AS kind, toLower(role) AS role, papers,
       p.title AS paper, p.id AS paper_id, sentence
ORDER BY papers DESC, dataset, trained, role, kind
LIMIT $limit
