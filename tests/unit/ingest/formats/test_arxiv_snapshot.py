"""The arXiv metadata snapshot: fields, facts, and the choice made before anything is built."""

from __future__ import annotations

import json
from typing import Any

import pytest

from litgraph.ingest.choice import Choice
from litgraph.ingest.told import LEFT_OUT, PaperLine
from litgraph.model.identifiers import PaperId
from tests.unit.ingest.formats.conftest import Read, paper_lines, reasons

LORA: dict[str, Any] = {
    "id": "2106.09685",
    "submitter": "Edward Hu",
    "authors": "Edward J. Hu, Yelong Shen, Phillip Wallis",
    "title": "LoRA: Low-Rank Adaptation of Large Language\n  Models",
    "comments": "Draft V2 includes better baselines",
    "journal-ref": None,
    "doi": None,
    "report-no": None,
    "categories": "cs.CL cs.AI cs.LG",
    "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    "abstract": "  Made up for a test,\nin two lines.\n",
    "versions": [
        {"version": "v1", "created": "Thu, 17 Jun 2021 17:37:18 GMT"},
        {"version": "v2", "created": "Sat, 16 Oct 2021 18:40:34 GMT"},
    ],
    "update_date": "2021-10-19",
    "authors_parsed": [["Hu", "Edward J.", ""], ["Shen", "Yelong", ""], ["Wallis", "Phillip", "", "Microsoft"]],
}


def _line(**changed: Any) -> str:
    return json.dumps({**LORA, **changed})


def _paper(read: Read, **changed: Any) -> PaperLine:
    (line,) = paper_lines(read(_line(**changed)))
    return line


def test_a_record_is_arxivs_own_account(read: Read) -> None:
    line = _paper(read, doi="10.1000/182")
    paper = line.paper
    assert (paper.id, paper.title) == ("arxiv:2106.09685", "LoRA: Low-Rank Adaptation of Large Language Models")
    assert paper.aliases == {"arxiv:2106.09685", "doi:10.1000/182"}
    assert paper.authors == ("Edward J. Hu", "Yelong Shen", "Phillip Wallis")
    assert (paper.date, paper.year, paper.venue) == ("2021-06-17", 2021, "")
    assert paper.abstract == "Made up for a test, in two lines."
    assert {said.source for said in paper.provenance.values()} == {"arxiv"}
    assert line.categories == ("cs.CL", "cs.AI", "cs.LG")
    assert line.source == "arxiv"


def test_what_has_no_field_is_a_fact(read: Read) -> None:
    assert _paper(read, **{"journal-ref": "ICLR 2022"}).facts == {
        "subjects": "cs.CL cs.AI cs.LG",
        "comment": "Draft V2 includes better baselines",
        "journal_ref": "ICLR 2022",
        "version": "2",
        "updated": "2021-10-16",
        "licence": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    }


def test_a_withdrawn_paper_is_marked(read: Read) -> None:
    reason = "This paper has been withdrawn by the authors"
    assert _paper(read, comments=reason).facts["withdrawn"] == reason


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"id": "0704.0001"}, "arxiv:0704.0001"),
        ({"id": "hep-th/9901001"}, "arxiv:hep-th/9901001"),
        ({"id": "math.GT/0309136"}, "arxiv:math/0309136"),
    ],
)
def test_ids_of_either_style(read: Read, changed: dict[str, Any], expected: str) -> None:
    assert _paper(read, **changed).paper.id == expected


@pytest.mark.parametrize(
    ("versions", "date"),
    [
        ([{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}], "2007-04-02"),
        ([{"version": "v2", "created": "Tue, 3 Apr 2007 00:00:00 GMT"}], "2007-04-03"),
        (
            [
                {"version": "v2", "created": "Tue, 3 Apr 2007 00:00:00 GMT"},
                {"version": "v1", "created": "1 Apr 2007 00:00:00 GMT"},
            ],
            "2007-04-01",
        ),
        ([{"version": "v1", "created": "Mon, 31 Feb 2007 19:18:42 GMT"}], "2021-06"),
        ([{"version": "v1", "created": "whenever"}], "2021-06"),
        ([{"version": "v1"}], "2021-06"),
        ([], "2021-06"),
        (None, "2021-06"),
        ("v1", "2021-06"),
    ],
)
def test_the_date_is_that_of_the_first_version(read: Read, versions: Any, date: str) -> None:
    assert _paper(read, versions=versions).paper.date == date


def test_fields_that_are_missing_or_strange_say_nothing(read: Read) -> None:
    strange = {
        "title": None,
        "doi": "none yet",
        "categories": None,
        "authors_parsed": [None, [5], ["Hu"]],
        "comments": 4,
    }
    line = _paper(read, **strange, license=None, abstract=[])
    assert (line.paper.title, line.paper.authors) == ("", ("Hu",))
    assert line.paper.aliases == {"arxiv:2106.09685"}
    assert line.facts == {"version": "2", "updated": "2021-10-16"}


def test_a_record_without_an_arxiv_id_is_rejected(read: Read) -> None:
    assert reasons(read(_line(id="W1"), _line(id=None))) == [
        (1, "id is no arXiv id: 'W1'"),
        (2, "id is no arXiv id: None"),
    ]


def test_a_list_of_authors_makes_it_a_line_of_the_projects_own(read: Read) -> None:
    (line,) = paper_lines(read('{"id": "W1", "authors": ["Edward Hu"], "update_date": "2021-10-19"}'))
    assert (line.paper.id, line.source) == ("local:W1", "file")


@pytest.mark.parametrize(
    ("choice", "taken"),
    [
        (Choice(), True),
        (Choice(categories=frozenset({"cs.LG"})), True),
        (Choice(categories=frozenset({"cs"})), True),
        (Choice(categories=frozenset({"cs.CV", "c", "cs.L"})), False),
        (Choice(since="2021-06-17"), True),
        (Choice(since="2021-06-18"), False),
        (Choice(until="2021-06-17"), True),
        (Choice(until="2021-06-16"), False),
        (Choice(ids=frozenset({PaperId("arxiv:2106.09685")})), True),
        (Choice(ids=frozenset({PaperId("doi:10.1000/182")})), True),
        (Choice(ids=frozenset({PaperId("arxiv:2306.00978")})), False),
        (Choice(ids=frozenset()), False),
        (Choice(categories=frozenset({"cs.LG"}), since="2022-01-01"), False),
    ],
)
def test_the_choice_is_made_on_the_record_as_it_stands(read: Read, choice: Choice, taken: bool) -> None:
    (told,) = read(_line(doi="10.1000/182"), choice=choice)
    assert isinstance(told, PaperLine) if taken else told is LEFT_OUT


def test_a_record_without_versions_is_chosen_by_the_month_of_its_id(read: Read) -> None:
    told = read(_line(versions=None), choice=Choice(since="2021-06-30"))
    assert told != [LEFT_OUT]
    assert read(_line(versions=None), choice=Choice(until="2021-06-29")) == [LEFT_OUT]
