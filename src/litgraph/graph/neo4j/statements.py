"""What the backend asks a server, in Cypher: parameters only, one statement a question.

With `$as_of` null everything counts. A paper is known from `_known_from` on, a citation once both of its papers are.
"""

from __future__ import annotations


def key(paper: str) -> str:
    """Give a paper's whole id, of which a long one's `id` is but a hash."""
    return f"coalesce({paper}._id, {paper}.id)"


def known(paper: str) -> str:
    """Say that a paper is known on the day."""
    return f"($as_of IS NULL OR {paper}._known_from <= $as_of)"


def stands(edge: str) -> str:
    """Say that an edge stands on the day; without one, that it has no end."""
    return f"""(($as_of IS NULL AND {edge}.until IS NULL) OR
        (coalesce({edge}.since, '') <= $as_of AND coalesce({edge}.until, '9999') > $as_of))"""


_WANTED = f"UNWIND $ids AS wanted MATCH (p:Paper {{id: wanted}}) WHERE {known('p')}"

PAPERS = f"""{_WANTED} RETURN p {{.id, ._id, .title, .abstract, .authors, .date, .year, .venue, .code, .aliases,
    ._provenance, ._stub}} AS facts"""
TITLES = f"UNWIND $ids AS wanted MATCH (p:Paper {{id: wanted}}) RETURN {key('p')} AS paper, p.title AS title"

PAPER_IDS = f"MATCH (p:Paper) WHERE {known('p')} RETURN {key('p')} AS paper"
PAPER_IDS_OF_YEAR = f"MATCH (p:Paper {{year: $year}}) WHERE {known('p')} RETURN {key('p')} AS paper"

REFERENCES = f"""{_WANTED}
    RETURN {key("p")} AS paper, [(p)-[:CITES]->(q) WHERE {known("q")} | {key("q")}] AS others"""
CITING = f"""{_WANTED} RETURN {key("p")} AS paper,
    [(p)<-[:CITES]-(q) WHERE {known("q")} AND ($since IS NULL OR q._known_from >= $since) | {key("q")}] AS others"""

# A count without conditions is kept with the node, one with conditions walks over its edges.
_CITED = "COUNT { (p)<-[:CITES]-() }"
_CITED_THEN = "COUNT { (p)<-[:CITES]-(q) WHERE q._known_from <= $as_of }"
CITATIONS = f"{_WANTED} RETURN {key('p')} AS paper, {_CITED} AS citations"
CITATIONS_THEN = f"{_WANTED} RETURN {key('p')} AS paper, {_CITED_THEN} AS citations"


def most_cited(*, then: bool, among: bool, of_year: bool) -> str:
    """Rank papers by citations, ties by id: as known on a day or in all, among some or of all, of a year or any."""
    found = "UNWIND $ids AS wanted MATCH (p:Paper {id: wanted})" if among else "MATCH (p:Paper)"
    year = " AND p.year = $year" if of_year else ""
    return f"""{found} WHERE {known("p")}{year} WITH p, {_CITED_THEN if then else _CITED} AS citations
        RETURN {key("p")} AS paper, citations ORDER BY citations DESC, paper LIMIT $limit"""


_COVERED = "RETURN count(p) AS of, count(CASE WHEN COUNT { (p)-[:CITES]->() } > 0 THEN 1 END) AS known"
COVERAGE = f"MATCH (p:Paper) WHERE {known('p')} {_COVERED}"
COVERAGE_OF = f"{_WANTED} {_COVERED}"

SEARCH = f"""CALL db.index.fulltext.queryNodes($index, $question) YIELD node AS p, score
    WITH p, score WHERE {known("p")}
    RETURN {key("p")} AS paper, score ORDER BY score DESC, paper LIMIT $limit"""

PUSHED = "MATCH (w:_Workspace) RETURN w.id LIMIT 1"
SURVEYS = "MATCH (s:Survey) RETURN properties(s) AS told"
LISTED = f"""MATCH (:Survey {{id: $survey}})-[r:LISTS]->(p:Paper) WHERE {stands("r")} AND {known("p")}
    RETURN DISTINCT {key("p")} AS paper"""
STATUSES = f"""{_WANTED} RETURN {key("p")} AS paper,
    CASE WHEN EXISTS {{ (p)<-[r:LISTS]-(s) WHERE s.id = $survey AND {stands("r")} }} THEN 'listed'
    WHEN p._stub THEN 'periphery' ELSE 'candidate' END AS status"""

_FILED = f"{key('p')} AS paper, c.category AS category, r.probability AS probability, r.method AS method"
IN_CATEGORY = f"""UNWIND $ids AS wanted MATCH (c:Category {{id: wanted}})<-[r:IN_CATEGORY]-(p:Paper)
    WHERE {stands("r")} AND {known("p")} RETURN {_FILED} ORDER BY paper, category, r.since"""
CATEGORIES_OF = f"""{_WANTED} OPTIONAL MATCH (p)-[r:IN_CATEGORY]->(c:Category {{survey: $survey}}) WHERE {stands("r")}
    RETURN {_FILED} ORDER BY paper, category, r.since"""

PROJECTION = f"""MATCH (p:Paper) WHERE {known("p")}
    RETURN {key("p")} AS paper, id(p) AS node, [(p)-[:CITES]->(q) | id(q)] AS cited"""
PROJECTION_OF = f"{_WANTED} RETURN {key('p')} AS paper, id(p) AS node, [(p)-[:CITES]->(q) | id(q)] AS cited"

BY_IDENTIFIER = f"""MATCH (p:Paper {{id: $id}}) RETURN {key("p")} AS paper
    UNION MATCH (:_Alias {{id: $id}})-[:_NAMES]->(p:Paper) RETURN {key("p")} AS paper"""
BY_LOCAL_NAME = f"""MATCH (p:Paper) WHERE p.id STARTS WITH 'local:' AND p.id ENDS WITH $ending
    RETURN {key("p")} AS paper, p.id AS name
    UNION MATCH (a:_Alias)-[:_NAMES]->(p:Paper) WHERE a.id STARTS WITH 'local:' AND a.id ENDS WITH $ending
    RETURN {key("p")} AS paper, a.id AS name"""
BY_PART_OF_TITLE = f"""MATCH (p:Paper) WHERE p.title =~ $pattern
    RETURN {key("p")} AS paper ORDER BY paper LIMIT $limit"""
LONGEST_BEGINNING = """UNWIND $beginnings AS beginning WITH beginning
    WHERE EXISTS { MATCH (p:Paper) WHERE p.id STARTS WITH beginning }
    OR EXISTS { MATCH (a:_Alias) WHERE a.id STARTS WITH beginning }
    RETURN beginning LIMIT 1"""
IDENTIFIERS = """MATCH (p:Paper) WHERE p.id STARTS WITH $beginning RETURN p.id AS name ORDER BY name LIMIT $limit
    UNION MATCH (a:_Alias) WHERE a.id STARTS WITH $beginning RETURN a.id AS name ORDER BY name LIMIT $limit"""

# In all, whole labels and types are counted, which a server knows without looking at any.
COUNTS = """MATCH (p:Paper) RETURN 'Paper' AS kind, count(p) AS number
    UNION ALL MATCH (a:Author) RETURN 'Author' AS kind, count(a) AS number
    UNION ALL MATCH (v:Venue) RETURN 'Venue' AS kind, count(v) AS number
    UNION ALL MATCH (:Paper)-[r:CITES]->() RETURN 'CITES' AS kind, count(r) AS number
    UNION ALL MATCH (:Paper)-[r:AUTHORED_BY]->() RETURN 'AUTHORED_BY' AS kind, count(r) AS number
    UNION ALL MATCH (:Paper)-[r:PUBLISHED_IN]->() RETURN 'PUBLISHED_IN' AS kind, count(r) AS number"""
COUNTS_THEN = f"""MATCH (p:Paper) WHERE {known("p")} RETURN 'Paper' AS kind, count(p) AS number
    UNION ALL MATCH (p:Paper)-[:AUTHORED_BY]->(a) WHERE {known("p")}
    RETURN 'Author' AS kind, count(DISTINCT a) AS number
    UNION ALL MATCH (p:Paper)-[:PUBLISHED_IN]->(v) WHERE {known("p")}
    RETURN 'Venue' AS kind, count(DISTINCT v) AS number
    UNION ALL MATCH (p:Paper)-[:CITES]->(q) WHERE {known("p")} AND {known("q")}
    RETURN 'CITES' AS kind, count(*) AS number
    UNION ALL MATCH (p:Paper)-[:AUTHORED_BY]->() WHERE {known("p")} RETURN 'AUTHORED_BY' AS kind, count(*) AS number
    UNION ALL MATCH (p:Paper)-[:PUBLISHED_IN]->() WHERE {known("p")}
    RETURN 'PUBLISHED_IN' AS kind, count(*) AS number"""
COUNTS_STANDING = f"""MATCH (s:Survey)-[r:LISTS]->(p:Paper) WHERE {stands("r")} AND {known("p")}
    WITH DISTINCT s, p RETURN 'LISTS' AS kind, count(*) AS number
    UNION ALL MATCH (p:Paper)-[r:IN_CATEGORY]->(c:Category) WHERE {stands("r")} AND {known("p")}
    WITH DISTINCT p, c RETURN 'IN_CATEGORY' AS kind, count(*) AS number"""

_ENCODED = f"MATCH (p:Paper) WHERE p._encoder = $encoder AND {known('p')}"
NEAREST = f"""{_ENCODED} WITH p, vector.similarity.cosine(p.embedding, $wanted) AS likeness
    ORDER BY likeness DESC, p.id LIMIT $limit
    RETURN {key("p")} AS paper, p.embedding AS vector, likeness"""
VECTORS = f"{_ENCODED} RETURN {key('p')} AS paper, p.embedding AS vector"
VECTOR = f"""MATCH (p:Paper {{id: $id}}) WHERE p._encoder = $encoder AND {known("p")}
    RETURN p.embedding AS vector"""
VECTORS_OF = f"""UNWIND $ids AS id MATCH (p:Paper {{id: id}}) WHERE p._encoder = $encoder AND {known("p")}
    RETURN id AS paper, p.embedding AS vector"""
ENCODERS = "MATCH (w:_Workspace) WHERE w.encoder <> '' RETURN DISTINCT w.encoder AS encoder ORDER BY encoder"
