// The shortest chain between two entities through lineage, comparisons and the papers that introduce, use or score them.
// topic: lineage
// param first: entity = "QLoRA" - where the chain begins
// param second: entity = "GSM8K" - where it ends
// param limit: integer = 20 - rows at most
// returns: step, name, kind, relationship, next
// graph: (name:kind)-[:relationship]->(next)
// rows: one
MATCH (a:Method|Model|Dataset|Benchmark)
WHERE a.name = $first
CALL (a) {
  MATCH (b:Method|Model|Dataset|Benchmark)
  WHERE b.name = $second AND a <> b
  RETURN b
}
MATCH path = allShortestPaths(
  (a)-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH|VARIANT_OF|VERSION_OF|PART_OF|OUTPERFORMS*1..6]-(b))
WITH path, reduce(names = '', n IN nodes(path) | names + '/' + n.id) AS names,
     reduce(types = '', r IN relationships(path) | types + '/' + type(r)) AS types
ORDER BY length(path), names, types
LIMIT 1
UNWIND range(0, length(path) - 1) AS i
WITH i, nodes(path)[i] AS here, relationships(path)[i] AS r, nodes(path)[i + 1] AS there
RETURN i + 1 AS step, coalesce(here.title, here.name) AS name,
       toLower(head([l IN labels(here) WHERE l IN ['Paper', 'Method', 'Model', 'Dataset', 'Benchmark']])) AS kind,
       type(r) AS relationship, coalesce(there.title, there.name) AS next
ORDER BY step
LIMIT $limit
