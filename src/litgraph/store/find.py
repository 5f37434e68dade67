"""Finding the paper that a person means."""

from __future__ import annotations

import difflib
import json

from litgraph.errors import AmbiguousPaper, UnknownPaper
from litgraph.model.identifiers import PaperId, parse_identifier
from litgraph.store.aliases import resolve_ids
from litgraph.store.identity import title_digest
from litgraph.store.record import Record
from litgraph.store.search import phrases_of, rank
from litgraph.store.text import storable

_SHOWN = 5
_LOOKED_AT = 200


def find_paper(record: Record, text: str) -> PaperId:
    """Find the paper that an identifier, an address, a local id, or a unique part of a title names."""
    text = " ".join(storable(text).split())
    if not text:
        raise UnknownPaper("Unknown paper '': give an identifier or a part of a title.")
    identifier = parse_identifier(text)
    if identifier and (known := resolve_ids(record, [identifier])):
        return known[identifier]
    for search in (_by_local_id, by_whole_title, _by_part_of_title):
        if found := search(record, text):
            return _only(record, text, found)
    raise UnknownPaper(f"Unknown paper {text!r}. {_advice(record, identifier or text)}")


def _by_local_id(record: Record, text: str) -> list[PaperId]:
    """Find what a person's files call by this name, in whatever namespace; with the plain name it is that one."""
    local = text.removeprefix("local:")
    if known := resolve_ids(record, [PaperId(f"local:{local}")]):
        return list(known.values())
    sql = """SELECT DISTINCT key FROM alias JOIN paper ON row = alias.paper WHERE name >= 'local:' AND name < 'local;'
        AND substr(name, instr(name, '/') + 1) = ? AND instr(name, '/') > 0 ORDER BY key"""
    return [key for (key,) in record.rows(sql, (local,))]


def by_whole_title(record: Record, text: str) -> list[PaperId]:
    """Give the papers that are called so, whatever its spelling, by key."""
    sql = "SELECT key FROM title JOIN paper ON row = title.paper WHERE digest = ? ORDER BY key"
    return [key for (key,) in record.rows(sql, (title_digest(text),))]


def _by_part_of_title(record: Record, text: str) -> list[PaperId]:
    escaped = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    sql = r"SELECT key FROM paper WHERE title LIKE ? ESCAPE '\' ORDER BY key LIMIT ?"
    return [key for (key,) in record.rows(sql, (f"%{escaped}%", _LOOKED_AT))]


def _only(record: Record, text: str, found: list[PaperId]) -> PaperId:
    if len(found) == 1:
        return found[0]
    titles = _titles(record, found[:_SHOWN])
    shown = "; ".join(f"{key} {titles[key]}".strip() for key in found[:_SHOWN])
    number = f"{_LOOKED_AT} or more" if len(found) == _LOOKED_AT else str(len(found))
    rest = "; …" if len(found) > _SHOWN else ""
    raise AmbiguousPaper(f"{text!r} fits {number} papers: {shown}{rest}. Give the id of one.")


def _advice(record: Record, text: str) -> str:
    near = _similar_ids(record, text) or _similar_titles(record, text)
    return f"Did you mean {' or '.join(near)}?" if near else "`litgraph query search` finds papers by their words."


def _similar_ids(record: Record, text: str) -> list[str]:
    """Give the identifiers most like the text, among those that share the longest beginning with it."""
    sql = "SELECT name FROM alias WHERE name >= ? AND name < ? ORDER BY name LIMIT ?"
    for end in range(len(text), len(text) // 2, -1):
        if found := record.rows(sql, (text[:end], text[:end] + "\U0010ffff", _LOOKED_AT)):
            return difflib.get_close_matches(text, [name for (name,) in found], n=3, cutoff=0.6)
    return []


def _similar_titles(record: Record, text: str) -> list[str]:
    """Give the papers whose titles are most like the text, among those that share words with it."""
    if not (phrases := phrases_of(text)):
        return []
    ranked = [key for key, _ in rank(record, " OR ".join(phrases), limit=_LOOKED_AT)]
    titles = {title.casefold(): key for key, title in _titles(record, ranked).items()}
    near = difflib.get_close_matches(text.casefold(), titles, n=3, cutoff=0.5)
    return [titles[title] for title in near]


def _titles(record: Record, keys: list[PaperId]) -> dict[PaperId, str]:
    sql = "SELECT key, title FROM paper WHERE key IN (SELECT value FROM json_each(?))"
    return dict(record.rows(sql, (json.dumps(keys),)))
