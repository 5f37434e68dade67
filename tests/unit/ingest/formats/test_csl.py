"""CSL-JSON: items of Zotero, pandoc and Crossref, in lists, alone, and a line each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from litgraph.ingest.told import PaperLine
from tests.unit.ingest.formats.conftest import Read, paper_lines, reasons

GOEDEL: dict[str, Any] = {
    "id": "godel1931",
    "type": "article-journal",
    "title": "Über formal unentscheidbare Sätze der <i>Principia Mathematica</i> und verwandter Systeme I",
    "author": [{"family": "Gödel", "given": "Kurt"}],
    "container-title": "Monatshefte für Mathematik und Physik",
    "issued": {"date-parts": [[1931, 12, 1]]},
    "DOI": "10.1007/BF01700692",
    "URL": "http://link.springer.com/10.1007/BF01700692",
}


def _item(read: Read, **changed: Any) -> PaperLine:
    (line,) = paper_lines(read(json.dumps([{**GOEDEL, **changed}], indent=2)))
    return line


def test_an_item_is_read(read: Read) -> None:
    line = _item(read)
    paper = line.paper
    assert paper.aliases == {"doi:10.1007/bf01700692"}
    assert paper.title == "Über formal unentscheidbare Sätze der Principia Mathematica und verwandter Systeme I"
    assert (paper.authors, paper.venue) == (("Kurt Gödel",), GOEDEL["container-title"])
    assert (paper.date, paper.year, line.called) == ("1931-12-01", 1931, "local:godel1931")


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("count", [1, 3])
def test_items_come_in_a_list_alone_and_one_after_another(read: Read, indent: int | None, count: int) -> None:
    items = [{**GOEDEL, "id": str(number)} for number in range(count)]
    forms = [json.dumps(items, indent=indent), "\n".join(json.dumps(item, indent=indent) for item in items)]
    for form in forms:
        assert [line.called for line in paper_lines(read(form))] == [f"local:{number}" for number in range(count)]


def test_a_broken_item_harms_no_other(read: Read) -> None:
    good = json.dumps(GOEDEL, indent=1)
    told = read(
        "[", good + ",", '{"id": "x",', ' "title": NaN},', '{"type": "article"},', '{"id": "y', "},", "7,", good, "]"
    )
    assert len([line for line in told if isinstance(line, PaperLine)]) == 2
    first = good.count("\n") + 3
    assert [number for number, _ in reasons(told)] == [first, first + 2, first + 3, first + 5]
    assert reasons(told)[1][1] == "neither an identifier nor a title"
    assert reasons(told)[3][1] == "not a JSON object"


def test_a_list_that_breaks_off_is_read_up_to_there(read: Read) -> None:
    told = read("[", json.dumps(GOEDEL) + ",", '{"id": "cut", "title": "Half of')
    assert isinstance(told[0], PaperLine)
    assert [number for number, _ in reasons(told)] == [3]


def test_an_empty_list_holds_nothing(read: Read) -> None:
    assert read("[]") == []


@pytest.mark.parametrize(
    ("issued", "date", "year"),
    [
        ({"date-parts": [["1931", "12"]]}, "1931-12", 1931),
        ({"date-parts": [[1931]]}, "", 1931),
        ({"date-parts": [[1931, None]]}, "", 1931),
        ({"date-parts": [[None]]}, "", None),
        ({"date-parts": []}, "", None),
        ({"raw": "1931-12-01"}, "1931-12-01", 1931),
        ({"literal": "December 1931"}, "1931-12", 1931),
        ("1931-12-01", "1931-12-01", 1931),
        (1931, "", 1931),
        (None, "", None),
    ],
)
def test_dates(read: Read, issued: Any, date: str, year: int | None) -> None:
    paper = _item(read, issued=issued).paper
    assert (paper.date, paper.year) == (date, year)


def test_names(read: Read) -> None:
    people = [
        {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
        {"family": "Loan", "given": "Charles", "suffix": "Jr."},
        {"literal": "OpenAI"},
        {"name": "Big Science"},
        "nobody",
        {},
    ]
    expected = ("Laurens van der Maaten", "Charles Loan Jr.", "OpenAI", "Big Science")
    assert _item(read, author=people).paper.authors == expected
    assert _item(read, author="Kurt").paper.authors == ()


@pytest.mark.parametrize(
    ("fields", "aliases"),
    [
        ({"number": "arXiv:2306.00978", "publisher": "arXiv"}, {"arxiv:2306.00978"}),
        ({"number": "2306.00978", "publisher": "arXiv"}, {"arxiv:2306.00978"}),
        ({"note": "arXiv:2306.00978 [cs]"}, {"arxiv:2306.00978"}),
        ({"archive": "arXiv", "archive_location": "2306.00978"}, {"arxiv:2306.00978"}),
        ({"URL": "http://arxiv.org/abs/2306.00978"}, {"arxiv:2306.00978"}),
        ({"DOI": "10.48550/arXiv.2306.00978"}, {"arxiv:2306.00978"}),
        ({"id": "https://doi.org/10.1000/182"}, {"doi:10.1000/182"}),
    ],
)
def test_identifiers(read: Read, fields: dict[str, Any], aliases: set[str]) -> None:
    item = {"id": "1", "type": "article", "title": "AWQ", **fields}
    (line,) = paper_lines(read(json.dumps([item])))
    assert line.paper.aliases == aliases


def test_crossref_gives_lists(read: Read) -> None:
    line = _item(
        read, title=["A Title"], **{"container-title": ["A Journal", "AJ"], "abstract": "<jats:p>Made up</jats:p>"}
    )
    assert (line.paper.title, line.paper.venue, line.paper.abstract) == ("A Title", "A Journal", "Made up")


def test_a_list_may_hold_lines_of_the_projects_own(read: Read) -> None:
    own = {"id": "W1", "title": "A Title", "authors": ["Ji Lin"], "year": 2023}
    (line,) = paper_lines(read(json.dumps([own])))
    assert (line.paper.id, line.paper.authors, line.called) == ("local:W1", ("Ji Lin",), None)
