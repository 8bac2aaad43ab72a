// Models within a range of parameter counts, the most mentioned first.
// topic: models
// param min_parameters: integer = 0 - parameters at least
// param max_parameters: integer = null - parameters at most
// param limit: integer = 25 - rows at most
// returns: model, parameters, family, papers
// graph: (model:Model)-[:VERSION_OF]->(family:Model)
MATCH (m:Model)
WHERE m.parameters >= $min_parameters AND ($max_parameters IS NULL OR m.parameters <= $max_parameters)
WITH m, m.name AS model, m.parameters AS parameters, count { ()-[:MENTIONS]->(m) } AS papers
ORDER BY papers DESC, parameters, model
LIMIT $limit
CALL (m) {
  OPTIONAL MATCH (m)-[:VERSION_OF]->(f:Model)
  WITH DISTINCT f.name AS name ORDER BY name
  RETURN collect(name) AS family
}
RETURN model, parameters, family, papers
ORDER BY papers DESC, parameters, model
