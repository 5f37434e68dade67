"""When two accounts are of one paper."""

from __future__ import annotations

from typing import Any

import pytest

from litgraph.store.identity import is_same_work, title_digest, titles_agree, unite, with_one_arxiv_id
from tests.unit.store.build import AWQ, GPTQ, LONG_TITLE, paper


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"authors": ("Ji Lin",), "year": 2023}, {"authors": ("Lin, Ji",), "year": 2025}, True),
        ({"authors": ("Ji Lin",)}, {"authors": ("Song Han",)}, False),
        ({"year": 2020}, {"year": 2023}, False),
        ({"year": 2020}, {}, True),
    ],
)
def test_author_and_year_must_agree_where_both_are_known(
    first: dict[str, Any], second: dict[str, Any], same: bool
) -> None:
    one, other = paper("local:a/1", **first), paper("local:b/1", **second)
    assert is_same_work(one, other, LONG_TITLE) is same


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (AWQ, GPTQ),
        ("doi:10.1000/1", "doi:10.1000/2"),
        ("local:1", "local:2"),
        ("local:a/1", "local:a/2"),
        ("s2:1", "s2:2"),
    ],
)
def test_identifiers_of_one_scheme_that_differ_speak_against_it(first: str, second: str) -> None:
    assert not is_same_work(paper(first), paper(second), LONG_TITLE)


@pytest.mark.parametrize(
    ("first", "second"), [(AWQ, "doi:10.1000/1"), ("local:a/1", "local:b/1"), ("title:a", "title:b")]
)
def test_identifiers_of_different_schemes_do_not(first: str, second: str) -> None:
    assert is_same_work(paper(first, year=2023), paper(second, year=2023), LONG_TITLE)


@pytest.mark.parametrize(
    ("title", "alone", "with_author_and_year"),
    [
        ("Introduction", False, True),
        ("Deep learning", False, True),
        (LONG_TITLE, True, True),
        ("大型语言模型的高效推理综述", True, True),
    ],
)
def test_a_short_title_needs_an_author_and_a_year(title: str, alone: bool, with_author_and_year: bool) -> None:
    known: dict[str, Any] = {"authors": ("Ji Lin",), "year": 2023}
    assert is_same_work(paper("title:a"), paper(AWQ, year=2023), title) is alone
    assert is_same_work(paper("title:a", **known), paper(AWQ, **known), title) is with_author_and_year


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("OmniQuant: Omnidirectionally Calibrated Quantization", "OmniQuant", True),
        ("AWQ: Activation-aware Weight Quantization", "Activation aware weight quantization for LLMs", True),
        ("Attention Is All You Need", "Deep Residual Learning for Image Recognition", False),
        ("Anything", "", True),
        ("量化大模型", "量化大模型的方法", True),
    ],
)
def test_titles_agree_where_they_share_most_of_the_shorter_one(first: str, second: str, agree: bool) -> None:
    assert titles_agree(first, second) is titles_agree(second, first) is agree


def test_a_single_word_is_no_title_to_match_by() -> None:
    assert title_digest("Introduction") is title_digest("!!!") is None
    assert title_digest("Deep learning!") == title_digest("deep-LEARNING")


def test_an_account_keeps_its_key_of_two_arxiv_ids() -> None:
    assert with_one_arxiv_id(paper(AWQ, GPTQ, "s2:1")).aliases == {GPTQ, "s2:1"}


def test_uniting_is_idempotent() -> None:
    old = paper(AWQ, source="arxiv", day="2024-01-01", title="A")
    assert unite(old, paper(AWQ, source="arxiv", day="2025-01-01", title="A")) == old
