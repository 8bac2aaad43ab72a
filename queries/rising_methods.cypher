// Methods that more papers of a year mention than of the year before, by the difference in their share of the papers.
// topic: trends
// param year: integer = null - the year to look at; the last of the graph if not given
// param min_confidence: float = 0.0 - leave out mentions that were read with less (0 to 1)
// param limit: integer = 25 - rows at most
// returns: method, year, papers, papers_before, share, share_before, rise
// scans: whole graph
CALL () {
  MATCH (p:Paper)
  RETURN coalesce($year, max(p.year)) AS year
}
WITH year, year - 1 AS before
CALL (year) {
  MATCH (p:Paper {year: year}) RETURN count(p) AS total
}
CALL (before) {
  MATCH (p:Paper {year: before}) RETURN count(p) AS total_before
}
UNWIND [year, before] AS either
MATCH (p:Paper {year: either})-[r:MENTIONS]->(m:Method)
WHERE coalesce(r.confidence, 1.0) >= $min_confidence
WITH year, total, total_before, m, sum(CASE WHEN p.year = year THEN 1 ELSE 0 END) AS papers,
     sum(CASE WHEN p.year = year THEN 0 ELSE 1 END) AS papers_before
WHERE papers > 0
WITH m, year, papers, papers_before, round(1.0 * papers / total, 4) AS share,
     CASE total_before WHEN 0 THEN 0.0 ELSE round(1.0 * papers_before / total_before, 4) END AS share_before
WHERE share > share_before
RETURN m.name AS method, year, papers, papers_before, share, share_before, round(share - share_before, 4) AS rise
ORDER BY rise DESC, papers DESC, method
LIMIT $limit
