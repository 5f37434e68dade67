"""Semantic Scholar's datasets: papers, abstracts, citations, and what else comes in such files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from litgraph.ingest.choice import Choice
from litgraph.ingest.told import LEFT_OUT, PaperLine, S2Citation
from litgraph.model.identifiers import PaperId
from tests.unit.ingest.formats.conftest import Read, paper_lines, reasons

AWQ: dict[str, Any] = {
    "corpusid": 258999941,
    "externalids": {
        "ACL": None,
        "DBLP": "conf/mlsys/0002TTYCWXDG024",
        "ArXiv": "2306.00978",
        "MAG": None,
        "CorpusId": "258999941",
        "PubMed": None,
        "DOI": "10.48550/arXiv.2306.00978",
        "PubMedCentral": None,
    },
    "url": "https://www.semanticscholar.org/paper/258999941",
    "title": "AWQ: Activation-aware Weight Quantization for On-Device LLM Compression and Acceleration",
    "authors": [{"authorId": "1", "name": "Ji Lin"}, {"authorId": None, "name": "Jiaming Tang"}],
    "venue": "Conference on Machine Learning and Systems",
    "publicationvenueid": "e0f53b46",
    "year": 2023,
    "referencecount": 70,
    "citationcount": 100,
    "influentialcitationcount": 10,
    "isopenaccess": True,
    "s2fieldsofstudy": [{"category": "Computer Science", "source": "s2-fos-model"}],
    "publicationtypes": ["JournalArticle"],
    "publicationdate": "2023-06-01",
    "journal": {"name": "GetMobile: Mobile Computing and Communications", "pages": None, "volume": None},
}
CITATION: dict[str, Any] = {
    "citationid": 1,
    "citingcorpusid": 258999941,
    "citedcorpusid": 253237200,
    "isinfluential": True,
    "contexts": ["made up (1)", "made up (2)", "made up (1)"],
    "intents": [["methodology"], ["methodology", "background"], None],
}


def _paper(read: Read, **changed: Any) -> PaperLine:
    (line,) = paper_lines(read(json.dumps({**AWQ, **changed})))
    return line


def test_a_paper_is_semantic_scholars_account(read: Read) -> None:
    line = _paper(read)
    paper = line.paper
    assert paper.aliases == {"arxiv:2306.00978", "s2:258999941"}
    assert (paper.title, paper.authors) == (AWQ["title"], ("Ji Lin", "Jiaming Tang"))
    assert (paper.date, paper.year, paper.venue) == ("2023-06-01", 2023, AWQ["venue"])
    assert {said.source for said in paper.provenance.values()} == {"s2"}
    counts = {name: line.facts[name] for name in ("citation_count", "reference_count", "influential_citation_count")}
    assert counts == {"citation_count": "100", "reference_count": "70", "influential_citation_count": "10"}
    assert (line.source, line.adds) == ("s2", False)


@pytest.mark.parametrize(
    ("outside", "aliases"),
    [
        (
            {"DOI": "10.18653/V1/P19-1001", "ACL": "P19-1001"},
            {"s2:258999941", "doi:10.18653/v1/p19-1001", "acl:P19-1001"},
        ),
        ({"ArXiv": "2306.00978", "DOI": None}, {"s2:258999941", "arxiv:2306.00978"}),
        ({"ArXiv": "nonsense"}, {"s2:258999941"}),
        (None, {"s2:258999941"}),
        ([], {"s2:258999941"}),
    ],
)
def test_identifiers(read: Read, outside: Any, aliases: set[str]) -> None:
    assert _paper(read, externalids=outside).paper.aliases == aliases


def test_what_is_null_or_strange_says_nothing(read: Read) -> None:
    null = dict.fromkeys(AWQ)
    (line,) = paper_lines(read(json.dumps({**null, "corpusid": "42"})))
    assert (line.paper.id, line.paper.title, line.paper.year, line.facts) == ("s2:42", "", None, {})
    assert _paper(read, authors=[None, {"name": None}, {"name": "Ji Lin"}], year="2023").paper.authors == ("Ji Lin",)


def test_preprint_servers_are_no_venue(read: Read) -> None:
    assert _paper(read, venue="arXiv.org", journal={"name": "ArXiv"}).paper.venue == ""


def test_an_abstract_adds_to_its_paper(read: Read) -> None:
    access = {
        "externalids": {"MAG": "1", "ACL": None, "DOI": "10.1000/182", "ArXiv": None},
        "license": None,
        "status": "GREEN",
    }
    line = {"corpusid": 7, "openaccessinfo": access, "abstract": "Made up for a test."}
    (told,) = paper_lines(read(json.dumps(line)))
    assert told.paper.aliases == {"s2:7", "doi:10.1000/182"}
    assert told.paper.abstract == "Made up for a test."
    assert (told.paper.title, told.adds, told.source) == ("", True, "s2")
    assert read(json.dumps({**line, "abstract": None})) == [LEFT_OUT]
    assert isinstance(read(json.dumps({**line, "openaccessinfo": None}))[0], PaperLine)


def test_a_citation(read: Read) -> None:
    assert read(json.dumps(CITATION)) == [
        S2Citation(
            citing=PaperId("s2:258999941"),
            cited=PaperId("s2:253237200"),
            contexts=("made up (1)", "made up (2)"),
            intents=("methodology", "background"),
            influential=True,
        )
    ]


def test_a_citation_without_evidence(read: Read) -> None:
    line = {**CITATION, "contexts": None, "intents": None, "isinfluential": None}
    assert read(json.dumps(line)) == [S2Citation(citing=PaperId("s2:258999941"), cited=PaperId("s2:253237200"))]


@pytest.mark.parametrize("name", ["citingcorpusid", "citedcorpusid"])
def test_a_citation_of_a_paper_that_was_not_identified_is_left_out(read: Read, name: str) -> None:
    assert read(json.dumps({**CITATION, name: None})) == [LEFT_OUT]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({**CITATION, "citedcorpusid": "x"}, "the corpus id is not one: 'x'"),
        ({**CITATION, "citedcorpusid": True}, "the corpus id is not one: True"),
        ({**AWQ, "corpusid": None}, "the corpus id is not one: None"),
        ({**AWQ, "corpusid": [1]}, "the corpus id is not one: [1]"),
        ({"corpusid": 1, "model": "tldr@v2.0.0", "text": "x"}, "a line of Semantic Scholar that is neither paper, "),
    ],
)
def test_lines_that_cannot_be_used(read: Read, line: dict[str, Any], reason: str) -> None:
    ((number, told),) = reasons(read(json.dumps(line)))
    assert number == 1
    assert told.startswith(reason)


@pytest.mark.parametrize(
    ("choice", "taken"),
    [
        (Choice(categories=frozenset({"cs.CL"})), False),
        (Choice(ids=frozenset({PaperId("arxiv:2306.00978")})), True),
        (Choice(ids=frozenset({PaperId("s2:258999941")})), True),
        (Choice(ids=frozenset({PaperId("s2:1")})), False),
        (Choice(since="2023-06-01", until="2023-06-01"), True),
        (Choice(since="2023-06-02"), False),
    ],
)
def test_papers_are_chosen_by_name_and_day(read: Read, choice: Choice, taken: bool) -> None:
    (told,) = read(json.dumps(AWQ), choice=choice)
    assert isinstance(told, PaperLine) if taken else told is LEFT_OUT
