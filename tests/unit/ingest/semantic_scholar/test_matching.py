"""Matching by title: what is sent, and what is believed of what comes back."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

import litgraph
from litgraph.ingest.semantic_scholar.matching import doubt_of, title_query
from litgraph.ingest.semantic_scholar.source import S2Source
from litgraph.ingest.source import Lookup
from litgraph.model.identifiers import PaperId, normalise_title, title_id
from litgraph.model.paper import Paper
from tests.servers import faults
from tests.servers.faults import json_answer, status
from tests.servers.scripted import scripted
from tests.servers.semantic_scholar import S2Server
from tests.unit.ingest.semantic_scholar.conftest import TRIES, Opened
from tests.unit.ingest.semantic_scholar.drawn import ACL_PAPER, ATTENTION, GPTQ, RND

MATCH = "/graph/v1/paper/search/match"


def state_of(lookup: Lookup) -> str:
    [state] = lookup.states.values()
    return state


def test_a_title_finds_its_paper(source: S2Source) -> None:
    lookup = source.match("Attention Is All You Need", ["Ashish Vaswani"], 2017)
    [(named, account)] = lookup.accounts.items()
    assert named == title_id("Attention Is All You Need", "Ashish Vaswani", 2017)
    assert lookup.states == {named: "ok"}
    assert account.paper.id == ATTENTION


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("R&D + C#: what #1 costs? 100%", RND),
        ("Prefix-Tuning: Optimizing Continuous Prompts for Generation", ACL_PAPER),
        ("GPTQ: Accurate Post\u2011Training Quantization for Generative Pre\u2013trained Transformers", GPTQ),
    ],
)
def test_a_title_arrives_decoded_and_without_hyphens(
    source: S2Source, server: S2Server, title: str, found: PaperId
) -> None:
    lookup = source.match(title)
    assert [found in account.paper.aliases for account in lookup.accounts.values()] == [True]
    dashes = str.maketrans("-\u2011\u2013", "   ")
    assert server.seen[0].parameter("query") == title.translate(dashes)
    assert {name for name, _ in server.seen[0].query} == {"query", "fields", "offset", "limit"}


def test_a_hyphen_would_find_nothing(server: S2Server, source: S2Source) -> None:
    assert server.library.matching("Prefix Tuning Optimizing Continuous Prompts")
    assert title_query("Prefix-Tuning -- Optimizing") == "Prefix Tuning Optimizing"


def test_a_long_title_is_cut(source: S2Source, server: S2Server) -> None:
    source.match("word " * 500)
    assert len(server.seen[0].parameter("query")) <= 400


def test_a_title_that_finds_nothing_is_not_found(source: S2Source, server: S2Server) -> None:
    assert state_of(source.match("askldjrq3rjaw938h")) == "not_found"
    assert len(server.seen) == 1


def test_no_title_is_not_asked_for(source: S2Source, server: S2Server) -> None:
    assert state_of(source.match(" - ")) == "not_found"
    assert server.seen == []


@pytest.mark.parametrize(
    ("title", "authors", "year", "doubt"),
    [
        ("Attention is not all you need", (), None, "its title is another"),
        ("Attention is All you Need", ("Jakub Lala",), None, "its first author is Ashish Vaswani"),
        ("Attention is All you Need", (), 2020, "it is of 2017"),
    ],
)
def test_a_poor_match_is_told_and_not_believed(
    source: S2Source, title: str, authors: Sequence[str], year: int | None, doubt: str
) -> None:
    lookup = source.match(title, authors, year)
    assert (state_of(lookup), lookup.accounts) == ("not_found", {})
    assert lookup.reason == f"found only {ATTENTION} 'Attention is All you Need': {doubt}"


def test_an_empty_list_of_matches_is_not_found(opened: Opened) -> None:
    server = scripted({MATCH: json_answer({"data": []})})
    source = opened(server)
    assert state_of(source.match("Some title or other")) == "not_found"
    assert state_of(source.match("Some title or other")) == "not_found"
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "fault",
    [
        faults.without_data,
        faults.null_data,
        faults.html_page,
        faults.cut_content,
        faults.saying(b'{"error": "x"}', "application/json"),
        faults.saying(b'{"data": [7]}', "application/json"),
        faults.too_many(),
        status(502, faults.HTML),
    ],
)
def test_what_is_no_match_fails(source: S2Source, server: S2Server, fault: faults.Act) -> None:
    server.faults.add(fault)
    lookup = source.match("Attention is All you Need")
    assert (state_of(lookup), lookup.accounts) == ("failed", {})
    assert len(server.seen) == TRIES


def test_a_match_full_of_rubbish_is_not_found(opened: Opened) -> None:
    rubbish = {"title": ["x"], "publicationDate": "soon", "authors": "me", "journal": 1, "tldr": 5, "citations": 7}
    lookup = opened(scripted({MATCH: json_answer({"data": [rubbish]})})).match("Some title or other")
    assert (state_of(lookup), lookup.reason) == ("not_found", "found only a record: it is nameless")


def found(title: str, authors: Sequence[str] = (), year: int | None = None) -> Paper:
    return Paper(id=PaperId("s2:1"), title=title, authors=tuple(authors), year=year)


INT8 = "LLM.int8(): 8-bit Matrix Multiplication for Transformers at Scale"
NOISE = "Noise-Robust Abstractive Compression in Retrieval-Augmented Language Models"
REVIEW = "Security: A Systematic Literature Review"
SAME = [
    (INT8, "LLM.int8() 8-bit matrix multiplication for transformers at scale."),
    ("Effect of Thinfilm Properties", "Effect of thin-film properties"),
    ("Gödel Machines: A Survey", "Go\u0308del machines: a survey"),
    (f"ACoRN: {NOISE}", NOISE),
]
OTHER = [
    (f"Large Language Models for Blockchain {REVIEW}", f"Large Language Models for Cyber {REVIEW}"),
    ("Trust Region Policy Distillation", "Trust Region On-Policy Distillation"),
    ("8-bit Optimizers via Block-wise Quantization", "4-bit Optimizers via Block-wise Quantization"),
    ("Mining association rules between", "Mining association rules between sets of items in large databases"),
    ("Language Models are Few-Shot Learners", "Finetuned Language Models are Zero-Shot Learners"),
    ("QLoRA: Efficient Finetuning", "Efficient Finetuning"),
    (f"ACoRN: {NOISE}", f"Bcorn: {NOISE}"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_title_is_believed_without_authors(first: str, second: str) -> None:
    assert doubt_of(found(first), second, (), None) == doubt_of(found(second), first, (), None) == ""


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_a_similar_title_is_not(first: str, second: str) -> None:
    assert (
        doubt_of(found(first), second, (), None) == doubt_of(found(second), first, (), None) == "its title is another"
    )


def test_a_misspelt_title_needs_its_author() -> None:
    right, wrong = "Compressing Large Language Models by Pruning", "Compresing Large Langauge Models by Pruning"
    assert doubt_of(found(right, ["Xin Wang"]), wrong, ["Wang, Xin"], None) == ""
    assert doubt_of(found(right, ["Xin Wang"]), wrong, (), None)
    assert doubt_of(found(right), wrong, ["Xin Wang"], None)


def test_numbers_in_titles_are_never_misspelt() -> None:
    assert doubt_of(
        found("Llama 2 and its training in detail", ["A B"]), "Llama 3 and its training in detail", ["A B"], 1
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jakub L'ala", "Jakub Lála"),
        ("Zhang Wei", "Wei Zhang"),
        ("van der Maaten, Laurens", "L. van der Maaten"),
        ("Vaswani, Ashish", "A. Vaswani"),
        ("Ashish Vaswani", "Vaswani et al."),
        ("Ashish Vaswani", "???"),
    ],
)
def test_one_name_is_written_in_several_ways(first: str, second: str) -> None:
    title = "Some title or other"
    assert doubt_of(found(title, [first]), title, [second], None) == ""
    assert doubt_of(found(title, [second]), title, [first], None) == ""


@pytest.mark.parametrize(("year", "believed"), [(2021, True), (2025, True), (2020, False), (2026, False)])
def test_preprint_and_published_version_may_be_two_years_apart(year: int, believed: bool) -> None:
    title = "Some title or other"
    assert (doubt_of(found(title, year=2023), title, (), year) == "") == believed


def test_no_two_of_the_bundled_papers_are_taken_for_one(bundled: Sequence[str]) -> None:
    """Compare each bundled title with the dozen that share most rare words with it."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, title in enumerate(bundled):
        for word in set(normalise_title(title).split()):
            places[word].append(place)
    pairs = set()
    for place, title in enumerate(bundled):
        near = Counter(
            p for word in set(normalise_title(title).split()) if len(places[word]) < 60 for p in places[word]
        )
        pairs |= {(place, other) for other, _ in near.most_common(12) if other > place}
    taken = [
        (bundled[one], bundled[other])
        for one, other in pairs
        if not doubt_of(found(bundled[one]), bundled[other], (), None)
    ]
    assert len(pairs) > 5_000
    rest = "Random-Access Infinite Context Length for Transformers"
    assert taken == [(f"Landmark Attention: {rest}", rest)]  # two records of one paper


@pytest.fixture
def bundled() -> list[str]:
    """Give the titles of the bundled papers, each once."""
    lines = (Path(litgraph.__file__).parent / "data" / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    titles = {normalise_title(title): title for line in lines if (title := json.loads(line)["title"])}
    return [titles[key] for key in sorted(titles)]
