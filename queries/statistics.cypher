// How many papers, entities, results and relationships the graph has.
// topic: atlas
// param limit: integer = 50 - rows at most
// returns: what, name, number
UNWIND [
  ['nodes', 'Paper', count { (:Paper) }],
  ['nodes', 'Method', count { (:Method) }],
  ['nodes', 'Model', count { (:Model) }],
  ['nodes', 'Dataset', count { (:Dataset) }],
  ['nodes', 'Benchmark', count { (:Benchmark) }],
  ['nodes', 'Result', count { (:Result) }],
  ['nodes', 'Repository', count { (:Repository) }],
  ['relationships', 'MENTIONS', count { ()-[:MENTIONS]->() }],
  ['relationships', 'INTRODUCES', count { ()-[:INTRODUCES]->() }],
  ['relationships', 'EVALUATES_ON', count { ()-[:EVALUATES_ON]->() }],
  ['relationships', 'TRAINS_ON', count { ()-[:TRAINS_ON]->() }],
  ['relationships', 'USES', count { ()-[:USES]->() }],
  ['relationships', 'COMPARES_WITH', count { ()-[:COMPARES_WITH]->() }],
  ['relationships', 'VARIANT_OF', count { ()-[:VARIANT_OF]->() }],
  ['relationships', 'VERSION_OF', count { ()-[:VERSION_OF]->() }],
  ['relationships', 'PART_OF', count { ()-[:PART_OF]->() }],
  ['relationships', 'OUTPERFORMS', count { ()-[:OUTPERFORMS]->() }],
  ['relationships', 'REPORTS', count { ()-[:REPORTS]->() }],
  ['relationships', 'HAS_CODE', count { ()-[:HAS_CODE]->() }]
] AS counted
WITH counted[0] AS what, counted[1] AS name, counted[2] AS number
RETURN what, name, number
ORDER BY what, number DESC, name
LIMIT $limit
