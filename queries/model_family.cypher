// The family tree of a model: its versions, sizes and tunings, and the models that vary it or one of these.
// topic: models
// param model: model = "LLaMA" - any name or alias
// param limit: integer = 50 - rows at most
// returns: member, relation, parent, steps, parameters, year, papers
// graph: (member:Model)-[:relation]->(parent:Model)
MATCH (root:Model {name: $model})
CALL (root) {
  MATCH path = (member:Model)-[:VERSION_OF*1..5]->(root)
  WHERE member <> root
  RETURN member, min(length(path)) AS steps
  UNION
  MATCH (member:Model)-[:VARIANT_OF]->(root)
  WHERE NOT EXISTS { MATCH (member)-[:VERSION_OF*1..5]->(root) }
  RETURN DISTINCT member, 1 AS steps
  UNION
  MATCH (member:Model)-[:VARIANT_OF]->(:Model)-[up:VERSION_OF*1..5]->(root)
  WHERE member <> root AND NOT EXISTS { MATCH (member)-[:VERSION_OF*1..5]->(root) }
    AND NOT EXISTS { MATCH (member)-[:VARIANT_OF]->(root) }
  RETURN member, min(size(up)) + 1 AS steps
}
MATCH (member)-[r:VERSION_OF|VARIANT_OF]->(parent:Model)
WHERE parent = root OR EXISTS { MATCH (parent)-[:VERSION_OF*1..5]->(root) }
WITH member, steps, max(type(r)) AS relation, parent
RETURN member.name AS member, relation, parent.name AS parent, steps, member.parameters AS parameters,
       member.year AS year, count { ()-[:MENTIONS]->(member) } AS papers
ORDER BY steps, parent, parameters, member, relation
LIMIT $limit
