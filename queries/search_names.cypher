// Entities whose name or alias has some of these words, the most mentioned first.
// topic: atlas
// param text: words = "LoRA" - words in any order
// param limit: integer = 25 - rows at most
// scans: whole graph
// returns: name, kind, aliases, discovered, papers
CALL () {
  CALL db.index.fulltext.queryNodes('fulltext_method_name', $text) YIELD node AS e RETURN e
  UNION
  CALL db.index.fulltext.queryNodes('fulltext_model_name', $text) YIELD node AS e RETURN e
  UNION
  CALL db.index.fulltext.queryNodes('fulltext_dataset_name', $text) YIELD node AS e RETURN e
  UNION
  CALL db.index.fulltext.queryNodes('fulltext_benchmark_name', $text) YIELD node AS e RETURN e
  UNION
  MATCH (e:Method|Model|Dataset|Benchmark)
  WHERE toLower(e.name) CONTAINS toLower($text) OR any(a IN e.aliases WHERE toLower(a) CONTAINS toLower($text))
  RETURN e
}
WITH DISTINCT e, count { ()-[:MENTIONS]->(e) } AS papers
RETURN e.name AS name, toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind,
       coalesce(e.aliases, []) AS aliases, e.discovered AS discovered, papers
ORDER BY papers DESC, name, kind
LIMIT $limit
