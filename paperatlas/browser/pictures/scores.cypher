// The numbers reported on a benchmark: by which paper, of which method, with which model.
// topic: pictures
// param benchmark: benchmark|dataset = "GSM8K" - any name or alias
// param limit: integer = 40 - numbers at most
// returns: reported, about
MATCH (b:Benchmark|Dataset)
WHERE b.name = $benchmark
MATCH reported = (:Paper)-[:REPORTS]->(r:Result)-[:`ON`]->(b)
WITH reported, r
LIMIT $limit
OPTIONAL MATCH about = (r)-[:`OF`|`WITH`|VERSUS]->(:Method|Model)
RETURN reported, about
