"""What becomes of an entry, by what sources answered."""

from __future__ import annotations

import pytest

from litgraph.ingest.resolve import Answers, bearer, is_called_otherwise, judge, may_be_renamed, needs_match
from litgraph.ingest.subjects import categories_to_watch
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe

ARXIV, DOI, OPENREVIEW, TITLE = (
    PaperId(name) for name in ("arxiv:2306.00978", "doi:10.1145/1", "openreview:nZeVKeeFYf9", "title:0123456789abcdef")
)
YARN = "YaRN: Efficient Context Window Extension of Large Language Models"


def paper(*names: PaperId, title: str = "A title of four words", source: str = "list") -> Paper:
    """Describe a paper by its names."""
    return describe(frozenset(names), source=source, day="2026-01-01", title=title)


def answers(
    arxiv: dict[PaperId, str] | None = None,
    s2: dict[PaperId, str] | None = None,
    match: dict[PaperId, str] | None = None,
) -> Answers:
    """Say how questions came out."""
    return Answers(by_source={"arxiv": arxiv or {}, "s2": s2 or {}}, match=match or {})


@pytest.mark.parametrize(
    ("told", "known", "reason"),
    [
        (answers(arxiv={ARXIV: "ok"}, s2={ARXIV: "not_found"}), True, ""),
        (answers(arxiv={ARXIV: "failed"}, s2={ARXIV: "ok"}), True, ""),
        (answers(arxiv={ARXIV: "not_found"}, s2={ARXIV: "not_found"}), False, "no source knows arxiv:2306.00978"),
        (answers(arxiv={ARXIV: "not_found"}, s2={ARXIV: "deferred"}), False, "s2 did not answer; run again"),
        (answers(arxiv={ARXIV: "failed"}, s2={ARXIV: "failed"}), False, "arxiv and s2 did not answer; run again"),
        (answers(), False, "not asked for yet; run litgraph ingest"),
    ],
)
def test_a_paper_is_known_if_any_source_knows_it(told: Answers, known: bool, reason: str) -> None:
    verdict = judge(paper(ARXIV), told)

    assert (verdict.known, verdict.reason) == (known, reason)


def test_a_question_that_was_made_moot_is_not_waited_for() -> None:
    """The DOI had no answer; since then the arXiv id was learnt, and nobody knows it."""
    told = answers(arxiv={ARXIV: "not_found"}, s2={DOI: "failed", ARXIV: "not_found"})

    assert judge(paper(ARXIV, DOI), told).reason == "no source knows arxiv:2306.00978"


def test_a_search_by_title_counts_by_itself() -> None:
    told = answers(s2={DOI: "not_found"}, match={DOI: "failed"})

    assert judge(paper(DOI), told).reason == "s2 did not answer; run again"
    assert judge(paper(TITLE), answers(match={TITLE: "not_found"})).reason == (
        "no identifier, and no source knows the title"
    )
    assert judge(paper(DOI), answers(s2={DOI: "not_found"}, match={DOI: "ok"})).known


@pytest.mark.parametrize(
    ("names", "told", "needed"),
    [
        ([TITLE], answers(), True),
        ([OPENREVIEW], answers(), True),
        ([DOI], answers(s2={DOI: "not_found"}), True),
        ([DOI], answers(s2={DOI: "not_found"}, match={DOI: "failed"}), True),
        ([DOI], answers(s2={DOI: "ok"}), False),
        ([DOI], answers(s2={DOI: "deferred"}), False),
        ([ARXIV], answers(arxiv={ARXIV: "not_found"}, s2={ARXIV: "not_found"}), False),
    ],
)
def test_a_title_is_searched_only_where_no_identifier_serves(names: list[PaperId], told: Answers, needed: bool) -> None:
    assert needs_match(paper(*names), told) is needed


def test_without_a_title_there_is_nothing_to_search() -> None:
    assert not needs_match(paper(OPENREVIEW, title=""), answers())


@pytest.mark.parametrize(
    ("title", "source", "otherwise"),
    [
        (YARN, "arxiv", False),
        ("YaRN: efficient context-window extension of large language models.", "arxiv", False),
        ("YaRN: Efficient Context Window Extension", "s2", False),
        ("Zephyr: Direct Distillation of LM Alignment", "arxiv", True),
        ("Zephyr: Direct Distillation of LM Alignment", "citation", False),
        ("GPT-3", "arxiv", False),
        ("", "arxiv", False),
    ],
)
def test_a_title_is_compared_with_what_a_source_says(title: str, source: str, otherwise: bool) -> None:
    assert is_called_otherwise(title, paper(ARXIV, title=YARN, source=source)) is otherwise


@pytest.mark.parametrize(
    ("first", "second", "renamed"),
    [
        (
            "Memformer: A Memory-Augmented Transformer",
            "Memformer: The Memory-Augmented Transformer",
            True,
        ),
        ("Efficiently Programming Language Models using SGLang", "SGLang: Efficient Execution of Programs", True),
        ("FireAct: Toward Language Agent Fine-tuning", "Voyager: An Open-Ended Embodied Agent with Models", False),
    ],
)
def test_a_renamed_paper_keeps_words_or_its_name(first: str, second: str, renamed: bool) -> None:
    assert may_be_renamed(first, second) is renamed
    assert may_be_renamed(second, first) is renamed


def test_the_bearer_of_a_title_is_one_other_paper() -> None:
    behind, right, third = paper(ARXIV, title=YARN), paper(DOI, title=YARN.upper()), paper(TITLE, title=YARN)

    assert bearer(YARN, [behind, right], behind) == right
    assert bearer(YARN, [behind], behind) is None
    assert bearer(YARN, [behind, right, third], behind) is None


def test_few_categories_that_hold_nearly_all_are_watched() -> None:
    subjects = [["cs.CL", "cs.LG"]] * 50 + [["cs.LG"]] * 40 + [["cs.DC"]] * 7 + [["q-bio.NC"]] * 3

    assert categories_to_watch(subjects) == ["cs.LG", "cs.DC"]
    assert categories_to_watch([]) == []
    assert categories_to_watch([["b"], ["a"]]) == ["a", "b"]
    assert len(categories_to_watch([[f"c.{n:02d}"] for n in range(50)])) == 6
