// A method's family: the methods that vary it, directly or through others, and what it varies itself.
// topic: pictures
// param method: method = "LoRA" - any name or alias
// param limit: integer = 100 - paths at most
// returns: path
MATCH (m:Method {name: $method})
MATCH path = (m)-[:VARIANT_OF*1..2]-(:Method)
RETURN path
LIMIT $limit
