// The papers that introduce or use a method, and what they scored and trained on.
// topic: pictures
// param method: method = "LoRA" - any name or alias
// param limit: integer = 60 - paths at most
// returns: path
MATCH (m:Method {name: $method})
MATCH path = (m)<-[:INTRODUCES|USES]-(:Paper)-[:INTRODUCES|EVALUATES_ON|TRAINS_ON]->(:Method|Model|Dataset|Benchmark)
RETURN path
LIMIT $limit
