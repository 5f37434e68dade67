"""What the backend asks a server of techniques, in Cypher, as `statements` asks it of papers.

A witness names its paper by an identifier, which another workspace may have made an alias of a better one.
"""

from __future__ import annotations

from litgraph.graph.neo4j.statements import key, known
from litgraph.graph.schema import WITNESSED

_TYPES = "|".join(WITNESSED)

TECHNIQUE = "MATCH (t:Technique {id: $id}) RETURN t.id AS id"
SPELLED = """MATCH (t:Technique) WHERE t.spellings IS NULL OR $key IN t.spellings
    RETURN t.id AS id, t.name AS name, t.spellings IS NOT NULL AS resolved"""
PAPERS_NAMING = """UNWIND $ids AS wanted MATCH (t:Technique {id: wanted})
    RETURN wanted AS id, COUNT { MATCH (p:Paper)-[:MENTIONS]->(t) RETURN DISTINCT p } AS papers"""
NAMES = "MATCH (t:Technique) RETURN DISTINCT t.name AS name"

# A technique is known when a paper that names it is, or a size or version of it; or when a list has it in a table.
_IS_KNOWN = """($as_of IS NULL OR EXISTS { MATCH (t)<-[:VARIANT_OF*0..]-(v:Technique) WHERE v.id IN $standing
    OR EXISTS { MATCH (v)<-[:MENTIONS]-(p:Paper) WHERE p._known_from <= $as_of } })"""


def techniques(*, among: bool) -> str:
    """Give techniques, some or all."""
    found = "UNWIND $ids AS wanted MATCH (t:Technique {id: wanted})" if among else "MATCH (t:Technique)"
    return f"""{found} WHERE {_IS_KNOWN}
        RETURN t.id AS id, t.name AS name, t.kind AS kind, coalesce(t.aliases, []) AS aliases,
        [(t)-[:VARIANT_OF]->(f) | f.id] AS families,
        [(t)<-[:INTRODUCES]-(p) WHERE {known("p")} | [coalesce(p._known_from, '9999'), {key("p")}]] AS homes"""


def mentions(of_techniques: bool, in_papers: bool) -> str:
    """Give which papers name which techniques."""
    found = _chosen(of_techniques, in_papers, "MATCH (p:Paper)-[r:MENTIONS]->(t:Technique)")
    return f"""{found} WHERE {known("p")} RETURN t.id AS technique, {key("p")} AS paper,
        EXISTS {{ (p)-[:INTRODUCES]->(t) }} AS introduced, coalesce(r.spans, '[]') AS spans ORDER BY spans"""


def relations(of_techniques: bool, in_papers: bool) -> str:
    """Give witnesses of relations."""
    if of_techniques:
        found = f"UNWIND $techniques AS wanted MATCH (t:Technique {{id: wanted}})-[r:{_TYPES}]-() WITH DISTINCT r"
    else:
        found = f"MATCH ()-[r:{_TYPES}]->(:Technique)"
    return f"""{found} {_OF_PAPER} WHERE {known("p")}{" AND p.id IN $papers" if in_papers else ""}
        RETURN type(r) AS type, CASE WHEN startNode(r):Technique THEN startNode(r).id END AS subject,
        endNode(r).id AS object, {key("p")} AS paper, coalesce(p._known_from, '') AS date, properties(r) AS told"""


def claims(of_techniques: bool, in_papers: bool) -> str:
    """Give claims."""
    said = "(p:Paper)-[:REPORTS]->(c:Claim)"
    found = _chosen(of_techniques, in_papers, f"MATCH {said}{'-[:ABOUT]->(t:Technique)' if of_techniques else ''}")
    return f"""{found} WHERE {known("p")} RETURN {key("p")} AS paper, coalesce(p._known_from, '') AS date,
        [(c)-[:ABOUT]->(a) | a.id] AS about, properties(c) AS told"""


_OF_PAPER = """OPTIONAL MATCH (own:Paper {id: r.paper})
    OPTIONAL MATCH (:_Alias {id: r.paper})-[:_NAMES]->(other:Paper) WITH r, coalesce(own, other) AS p"""

COUNTS = f"""MATCH (t:Technique) WHERE {_IS_KNOWN} AND ($as_of IS NOT NULL OR t.spellings IS NOT NULL OR
    t.id IN $standing) RETURN 'Technique' AS kind, count(t) AS number
    UNION ALL MATCH (t:Technique) WHERE {_IS_KNOWN} AND EXISTS {{ (t)-[:VARIANT_OF]->() }}
    RETURN 'VARIANT_OF' AS kind, count(t) AS number
    UNION ALL MATCH (p:Paper)-[:MENTIONS]->(t) WHERE {known("p")} WITH DISTINCT p, t
    RETURN 'MENTIONS' AS kind, count(*) AS number
    UNION ALL MATCH (p:Paper)-[:INTRODUCES]->(t) WHERE {known("p")} WITH DISTINCT p, t
    RETURN 'INTRODUCES' AS kind, count(*) AS number
    UNION ALL MATCH ()-[r:{_TYPES}]->(:Technique) {_OF_PAPER} WHERE {known("p")}
    RETURN type(r) AS kind, count(*) AS number
    UNION ALL MATCH (p:Paper)-[:REPORTS]->(c) WHERE {known("p")} WITH DISTINCT c
    UNWIND ['Claim', 'REPORTS'] AS kind RETURN kind, count(*) AS number
    UNION ALL MATCH (p:Paper)-[:REPORTS]->(c) WHERE {known("p")} AND EXISTS {{ (c)-[:ABOUT]->() }} WITH DISTINCT c
    RETURN 'ABOUT' AS kind, count(*) AS number"""


def _chosen(of_techniques: bool, in_papers: bool, pattern: str) -> str:
    """Start at the techniques `t`, of these at what the papers `p` say, at the papers, or nowhere."""
    if of_techniques:
        papers = " WHERE p.id IN $papers WITH *" if in_papers else ""
        return f"UNWIND $techniques AS wanted MATCH (t:Technique {{id: wanted}}) {pattern}{papers}"
    return f"UNWIND $papers AS wanted MATCH (p:Paper {{id: wanted}}) {pattern}" if in_papers else pattern
