// All that one paper says: what it introduces, uses, compares with and is scored on, its numbers and its code.
// topic: pictures
// param paper: paper = "LoRA: Low-Rank Adaptation of Large Language Models" - id, arXiv id, DOI or title
// param limit: integer = 100 - paths at most
// returns: path
MATCH (p:Paper {id: $paper})
MATCH path = (p)-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES|COMPARES_WITH|REPORTS|HAS_CODE]->()
RETURN path
LIMIT $limit
