// Why a paper is linked as it is: each link's exact place in the text, its sentence, rule and confidence.
// topic: evidence
// param paper: paper = "LoRA: Low-Rank Adaptation of Large Language Models" - id, arXiv id, DOI or title
// param entity: entity = null - only links to this one; any name or alias
// param min_confidence: float = 0.0 - leave out links that were read with less (0 to 1)
// param limit: integer = 50 - rows at most
// returns: relationship, entity, kind, field, from_offset, to_offset, surface, sentence, confidence, rule
// graph: ($paper:Paper)-[:relationship]->(entity:kind)
MATCH (p:Paper {id: $paper})-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH|MENTIONS|HAS_CODE]->(e)
WHERE ($entity IS NULL OR e.name = $entity) AND coalesce(r.confidence, 1.0) >= $min_confidence
WITH r, e, coalesce(r.fields[0], r.field) AS field, coalesce(r.starts[0], r.start) AS from_offset,
     coalesce(r.ends[0], r.`end`) AS to_offset, p
WITH r, e, field, from_offset, to_offset, CASE field WHEN 'title' THEN p.title ELSE p.abstract END AS text
RETURN type(r) AS relationship, e.name AS entity,
       toLower(head([l IN labels(e) WHERE l IN ['Method', 'Model', 'Dataset', 'Benchmark', 'Repository']])) AS kind, field, from_offset, to_offset,
       coalesce(r.surfaces[0], substring(text, from_offset, to_offset - from_offset)) AS surface,
       r.sentence AS sentence, r.confidence AS confidence, r.rule AS rule
ORDER BY field DESC, from_offset, to_offset, relationship, entity
LIMIT $limit
