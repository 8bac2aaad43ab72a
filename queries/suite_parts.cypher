// What a benchmark suite or a compound data set consists of, and what it is itself a part of.
// topic: lineage
// param suite: benchmark|dataset = "GLUE" - any name or alias
// param limit: integer = 50 - rows at most
// returns: part, kind, part_of, papers
// graph: (part:kind)-[:PART_OF]->(part_of)
// rows: one
MATCH (s:Benchmark|Dataset)
WHERE s.name = $suite
CALL (s) {
  MATCH (part)-[:PART_OF]->(s)
  RETURN part, s AS whole
  UNION
  MATCH (s)-[:PART_OF]->(whole)
  RETURN s AS part, whole
}
WITH DISTINCT part, whole
RETURN part.name AS part,
       toLower(head([l IN labels(part) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark']])) AS kind,
       whole.name AS part_of, count { ()-[:MENTIONS]->(part) } AS papers
ORDER BY part_of, papers DESC, part, kind
LIMIT $limit
