"""Exports are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from litgraph.errors import InputError
from litgraph.exports.formats import FORMATS, find_format, write_export
from tests.unit.exports.drawn import empty, hostile, survey


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("graph", [survey(), empty(), hostile()], ids=["survey", "empty", "hostile"])
def test_every_format_writes_every_graph(name: str, graph: object, tmp_path: Path) -> None:
    assert isinstance(graph, type(empty()))
    file = tmp_path / "made" / f"out{FORMATS[name].suffix}"
    written = write_export(graph, FORMATS[name], file)
    assert written.files == (file,)
    assert file.read_bytes().decode("utf-8") == FORMATS[name].render(graph)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_counts_are_of_what_is_in_the_file(tmp_path: Path) -> None:
    counts = {
        name: (written.nodes, written.edges)
        for name in FORMATS
        for written in [write_export(survey(), FORMATS[name], tmp_path / name)]
    }
    assert counts == {"html": (4, 4), "graphml": (4, 4), "json": (4, 4), "bibtex": (4, 0)}


def test_unknown_format_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"Unknown format 'grahpml'\. Did you mean 'graphml'"):
        find_format("grahpml")


def test_format_names_have_no_case() -> None:
    assert find_format("HTML") is FORMATS["html"]
