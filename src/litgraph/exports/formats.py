"""The formats by name. A new one is a module with a function from graph to text, and a line here."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from litgraph.errors import InputError
from litgraph.exports.bibtex import render_bibtex, titled_papers
from litgraph.exports.graph import ExportGraph
from litgraph.exports.graphml import render_graphml
from litgraph.exports.html import render_page
from litgraph.exports.nodelink import render_node_link
from litgraph.files import replace_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way of writing the graph as one file of UTF-8 text.

    `limit` is how many papers it holds unless a person says otherwise; None is all of them. `narrow` leaves out what
    the format has no words for, so that the counts are of what is in the file.
    """

    name: str
    suffix: str
    description: str
    render: Callable[[ExportGraph], str]
    limit: int | None = None
    narrow: Callable[[ExportGraph], ExportGraph] = lambda graph: graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: its format, its files, and how many papers and citations they hold."""

    format: str
    files: tuple[Path, ...]
    nodes: int
    edges: int


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        known.name: known
        for known in (
            Format(
                name="html",
                suffix=".html",
                description="the explorer: one page to search, filter and read, which needs no network",
                render=render_page,
                limit=5000,
            ),
            Format(
                name="graphml",
                suffix=".graphml",
                description="papers and citations for Gephi, yEd, Cytoscape and igraph",
                render=render_graphml,
            ),
            Format(
                name="json",
                suffix=".json",
                description="node-link JSON, as networkx.node_link_graph reads it",
                render=render_node_link,
            ),
            Format(
                name="bibtex",
                suffix=".bib",
                description="a BibTeX entry for each paper that has a title",
                render=render_bibtex,
                narrow=titled_papers,
            ),
        )
    }
)


ADMIN = "neo4j-admin"
# Formats that are a folder of files and take the whole graph, by name with what they are for; neo4j_admin.py writes it.
FOLDERS: Mapping[str, str] = MappingProxyType(
    {ADMIN: "a folder of CSV files and import.args for `neo4j-admin database import`, for graphs too large to push"}
)


def is_folder(name: str) -> bool:
    """Tell whether a format is a folder of files."""
    return name.casefold() in FOLDERS


def find_format(name: str) -> Format:
    """Find a format by name without regard to case; an unknown one names the nearest."""
    known = FORMATS.get(name.casefold())
    if known is None:
        known_names = (*FORMATS, *FOLDERS)
        nearest = difflib.get_close_matches(name.casefold(), known_names, n=1, cutoff=0.0)[0]
        raise InputError(f"Unknown format '{name}'. Did you mean '{nearest}'? There are {', '.join(known_names)}.")
    return known


def write_export(graph: ExportGraph, known: Format, file: Path) -> Exported:
    """Write the graph in a format, atomically."""
    graph = known.narrow(graph)
    replace_file(file, known.render(graph).encode("utf-8", "replace"))
    return Exported(format=known.name, files=(file,), nodes=len(graph.papers), edges=len(graph.citations))
