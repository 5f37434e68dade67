"""The graph as files for `neo4j-admin database import`: what a first push would write, books included.

For graphs that are too large to be pushed row by row. Papers are numbered by their row, so that a citation takes some
thirty bytes. A push to the imported database makes its constraints and indexes, and finds all else there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from litgraph.errors import InputError
from litgraph.exports.tabular import CsvTable, Value
from litgraph.files import file_trouble
from litgraph.graph.neo4j.bylines import AUTHORS, VENUES
from litgraph.graph.neo4j.codec import PaperNode, node_id, paper_properties
from litgraph.graph.neo4j.differences import (
    Vectors,
    facts_hash,
    places_hash,
    references_hash,
    said_of,
    vectors_of,
)
from litgraph.graph.neo4j.outline import LINKS as BESIDE_PAPERS
from litgraph.graph.neo4j.outline import read_outline
from litgraph.graph.neo4j.places import LINKS as AT_PAPERS
from litgraph.graph.neo4j.places import AtPlaces, read_places
from litgraph.graph.neo4j.push import counts_of, told_at_end
from litgraph.graph.neo4j.sayings import read_sayings
from litgraph.graph.neo4j.schema import ALIAS, LOCK, NAMES, WORKSPACE, check_prefix
from litgraph.graph.neo4j.stays import Facts, Link
from litgraph.graph.neo4j.surveys import Outline
from litgraph.graph.neo4j.table import REFERENCES, RowTable
from litgraph.graph.schema import ENDS, WITNESSED, Edge, Label
from litgraph.store.record import Record
from litgraph.store.whole import has_in_lists, stream_papers, stream_references

ARGUMENTS = "import.args"

_NUMBER, _MARK = 1, "_w1"  # the only workspace of a new database
_BATCH = 2_000
_DELIMITERS = ("\x1f", "\x1e", "\x1d", "\x1c")
_TEXT, _TEXTS, _WHOLE, _TRUTH = "string", "string[]", "long", "boolean"

# Where a sentence stands, and how sure the extractor is of what it says.
_SENTENCE = {
    **dict.fromkeys(("sentence", "part", "extractor"), _TEXT),
    **dict.fromkeys(("start", "end"), _WHOLE),
    "confidence": "double",
}
_NODES: Mapping[str, Mapping[str, str]] = {
    Label.PAPER: {
        **dict.fromkeys(("id", "_id", "title", "abstract", "date", "venue", "code"), _TEXT),
        "year": _WHOLE,
        "authors": _TEXTS,
        "aliases": _TEXTS,
        "_stub": _TRUTH,
        "_known_from": _TEXT,
        "_provenance": _TEXT,
        "_titles": _TEXTS,
        "_title_words": _TEXT,
        "_abstract_words": _TEXT,
        "embedding": "double[]",
        "_encoder": _TEXT,
        _MARK: "long[]",
    },
    Label.AUTHOR: {"id": _TEXT, "name": _TEXT},
    Label.VENUE: {"id": _TEXT, "name": _TEXT},
    Label.SURVEY: dict.fromkeys(("id", "name", "list", "arxiv", "repository", _MARK), _TEXT),
    Label.CATEGORY: {
        **dict.fromkeys(("id", "name", "survey", "category", "until"), _TEXT),
        "path": _TEXTS,
        _MARK: _TRUTH,
    },
    Label.TECHNIQUE: {
        **dict.fromkeys(("id", "name", "url", "kind"), _TEXT),
        "aliases": _TEXTS,
        "spellings": _TEXTS,
        _MARK: _TRUTH,
    },
    Label.CLAIM: {
        **dict.fromkeys(("id", "metric", "unit", "baseline", "condition", "date"), _TEXT),
        **dict.fromkeys(("value", "low", "high"), "double"),
        **_SENTENCE,
        _MARK: _TRUTH,
    },
    Label.CAPABILITY: {"id": _TEXT, "name": _TEXT, _MARK: _TRUTH},
    ALIAS: {"id": _TEXT},
    WORKSPACE: {
        **dict.fromkeys(("id", "encoder", "counts"), _TEXT),
        **dict.fromkeys(("number", "revision", "format", "vectors"), _WHOLE),
    },
    LOCK: {"id": _TEXT, "last": _WHOLE},
}
_SPAN = {"since": _TEXT, "until": _TEXT}
_SAYS: Mapping[str, Mapping[str, str]] = {
    Edge.CITES: {"since": _TEXT, "contexts": _TEXTS, "intents": _TEXTS, "influential": _TRUTH, _MARK: _TEXT},
    Edge.IN_CATEGORY: {"probability": "double", "method": _TEXT, **_SPAN, _MARK: _TRUTH},
    Edge.LISTS: {**_SPAN, _MARK: _TRUTH},
    Edge.AUTHORED_BY: {"position": _WHOLE},
    Edge.PUBLISHED_IN: {},
    Edge.HAS_CAPABILITY: {"survey": _TEXT, **_SPAN, _MARK: _TRUTH},
    Edge.MENTIONS: {"spans": _TEXT, _MARK: _TRUTH},
    **{edge: {"paper": _TEXT, "since": _TEXT, **_SENTENCE, _MARK: _TRUTH} for edge in WITNESSED},
    NAMES: {},
}
# A file for each type of edges between nodes of two labels.
_Ends = tuple[str, str, str]
_NAMING: _Ends = (ALIAS, NAMES, Label.PAPER)
_LINKS: tuple[_Ends, ...] = (
    *dict.fromkeys([*((tail, edge, head) for edge, (tail, head) in ENDS.items()), *AT_PAPERS.values()]),
    _NAMING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The files that were written, and how many nodes and edges they hold, those that keep books among them."""

    files: tuple[Path, ...]
    nodes: int
    edges: int


def write_import(record: Record, folder: Path, *, prefix: str = "", vectors: Vectors | None = None) -> Imported:
    """Write the files into a folder; what else is in it stays."""
    check_prefix(prefix)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".draft-", dir=folder) as draft:
            written = _write(record, Path(draft), prefix, vectors)
            for file in written.files:
                file.replace(folder / file.name)
    except OSError as error:
        raise file_trouble("write", folder, error) from error
    return replace(written, files=tuple(folder / file.name for file in written.files))


def _write(record: Record, folder: Path, prefix: str, vectors: Vectors | None) -> Imported:
    with record.transaction(), ExitStack() as opened:
        delimiter = _delimiter(record)
        nodes = {
            label: opened.enter_context(CsvTable(folder / _file(label), [f":ID({label})"], columns, delimiter))
            for label, columns in _NODES.items()
        }
        edges = {
            ends: opened.enter_context(CsvTable(folder / _file_of(ends), _joined(ends), _says(ends[1]), delimiter))
            for ends in _LINKS
        }
        _Import(record=record, nodes=nodes, edges=edges, vectors=vectors).write()
    arguments = folder / ARGUMENTS
    arguments.write_text("\n".join(_arguments(prefix, delimiter)) + "\n", encoding="utf-8")
    return Imported(
        files=(arguments, *(table.file for table in (*nodes.values(), *edges.values()))),
        nodes=sum(table.rows for table in nodes.values()),
        edges=sum(table.rows for table in edges.values()),
    )


@dataclass(slots=True, kw_only=True)
class _Import:
    """A class since each part numbers the nodes that later ones join."""

    record: Record
    nodes: Mapping[str, CsvTable]
    edges: Mapping[_Ends, CsvTable]
    vectors: Vectors | None
    numbers: dict[str, int] = field(default_factory=dict)

    def write(self) -> None:
        """Write everything."""
        table = RowTable(self.record)
        said = read_sayings(self.record)
        outline, places = read_outline(self.record, said), read_places(self.record, said)
        self._write_references(table)
        self._write_papers(table, places)
        self._write_outline(outline)
        for row, ends in sorted(places.items()):
            for edge, others in ends.items():
                self._write_ends(row, AT_PAPERS[edge], others)
        told = told_at_end(self.record, self.vectors, counts_of(table, self.record, outline, places))
        self.nodes[WORKSPACE].write((0,), {"id": self.record.identity, "number": _NUMBER, **told})
        self.nodes[LOCK].write((0,), {"id": "litgraph", "last": _NUMBER})

    def _write_ends(self, row: int, link: Link, others: Sequence[tuple[str, Facts]]) -> None:
        """Write the edges of one type at a paper."""
        for other, facts in others:
            ends = (row, self.numbers[other]) if link[0] is Label.PAPER else (self.numbers[other], row)
            self.edges[link].write(ends, {**dict(facts), _MARK: True})

    def _write_references(self, table: RowTable) -> None:
        """Write the citations, and leave the hash of each paper's in the table."""
        cites = self.edges[Label.PAPER, Edge.CITES, Label.PAPER]
        for row, cited in stream_references(self.record):
            since = table.day_of(row)
            table.marks[row, REFERENCES] = references_hash(since, cited)
            for one in cited:
                said = said_of(one)
                told: dict[str, Value] = {"since": since, _MARK: ""}
                if said.text:
                    told |= {"contexts": said.contexts or None, "intents": said.intents or None}
                    told["influential"] = said.influential or None
                cites.write((row, one[0]), told)

    def _write_papers(self, table: RowTable, places: Mapping[int, AtPlaces]) -> None:
        for rows in stream_papers(self.record, _BATCH):
            vectors = vectors_of(rows, self.vectors)
            for row in rows:
                vector = vectors.get(table.key_of(row.row))
                node = PaperNode(paper=row.paper, known_from=row.known_from, titles=row.titles)
                mark = [
                    facts_hash(row, vector),
                    int(table.marks[row.row, REFERENCES]),
                    places_hash(places.get(row.row)),
                ]
                told = {**paper_properties(node), _MARK: mark}
                if vector:
                    told |= {"embedding": vector.values, "_encoder": vector.encoder}
                self.nodes[Label.PAPER].write((row.row,), told)
                self._write_names(row.row, told)
                for name in sorted({node_id(alias) for alias in row.aliases} - {told["id"]}):
                    number = self.nodes[ALIAS].rows
                    self.nodes[ALIAS].write((number,), {"id": name})
                    self.edges[_NAMING].write((number, row.row), {})

    def _write_names(self, row: int, told: Mapping[str, Value]) -> None:
        for kind in (AUTHORS, VENUES):
            for place, (key, name) in enumerate(kind.names(told).items(), start=1):
                number = self._number(kind.label, key, {"id": key, "name": name})
                self.edges[Label.PAPER, kind.edge, kind.label].write((row, number), {"position": place})

    def _write_outline(self, outline: Outline) -> None:
        for label, nodes in outline.nodes.items():
            for key, told in sorted(nodes.items()):
                self._number(label, key, {**told, "id": key, _MARK: told.get("", True)})
        for edge, stays in outline.edges.items():
            for stay in sorted(set(stays), key=repr):
                ends = (self.numbers[stay.tail], self.numbers[stay.head])
                self.edges[BESIDE_PAPERS[edge]].write(ends, {**dict(stay.facts), _MARK: True})

    def _number(self, label: str, key: str, told: Mapping[str, Value]) -> int:
        """Give the number of a node; a new one is written first."""
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = self.nodes[label].rows
            self.nodes[label].write((number,), told)
        return number


def _file(kind: str) -> str:
    return f"{kind.lower().lstrip('_')}.csv"


def _file_of(ends: _Ends) -> str:
    tail, kind, _ = ends
    return f"{tail.lower()}_{_file(kind)}" if kind in WITNESSED else _file(kind)


def _joined(ends: _Ends) -> list[str]:
    tail, _, head = ends
    return [f":START_ID({tail})", f":END_ID({head})"]


def _says(kind: str) -> Mapping[str, str]:
    return _SAYS.get(kind, {_MARK: _TRUTH})


def _arguments(prefix: str, delimiter: str) -> Iterator[str]:
    yield "--id-type=integer"
    yield "--multiline-fields=true"
    yield f"--array-delimiter=U+{ord(delimiter):04X}"
    yield from (f"--nodes={prefix}{label}={_file(label)}" for label in _NODES)
    yield from (f"--relationships={ends[1]}={_file_of(ends)}" for ends in _LINKS)


def _delimiter(record: Record) -> str:
    """Choose a control character that stands in no list of the record."""
    used: Sequence[str] = [character for character in _DELIMITERS if has_in_lists(record, character)]
    free = [character for character in _DELIMITERS if character not in used]
    if not free:
        raise InputError("Names or citations of the record hold every control character that could part them.")
    return free[0]
