"""Full-text search: English words, Chinese words inside longer runs, and any text that a person may type."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record
from litgraph.store.search import search
from tests.unit.store.build import AWQ, GPTQ, paper

CHINESE = "local:zh"


@pytest.fixture(autouse=True)
def _papers(record: Record) -> None:
    upsert_papers(
        record,
        [
            paper(
                AWQ,
                title="AWQ: Activation-aware Weight Quantization",
                abstract="We protect salient weights.",
                date="2023-06-01",
            ),
            paper(GPTQ, title="GPTQ", abstract="Accurate quantization of GPT-3, naïvely.", date="2022-10-31"),
            paper(CHINESE, title="大型语言模型的高效推理综述", abstract="本文讨论ＧＰＴ的量化与剪枝。ファイル 요약"),
        ],
    )


def _found(record: Record, text: str, as_of: str | None = None) -> list[str]:
    return [key for key, _ in search(record, text, limit=10, as_of=as_of)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quantization", [AWQ, GPTQ]),
        ("QUANTIZATION gpt-3", [GPTQ]),
        ("activation-aware", [AWQ]),
        ("naive", []),
        ("naively", [GPTQ]),
        ("quant", []),
        ("语言", [CHINESE]),
        ("推理", [CHINESE]),
        ("剪枝", [CHINESE]),
        ("大型语言模型", [CHINESE]),
        ("言语", []),
        ("GPT", [GPTQ, CHINESE]),
        ("量化 推理", [CHINESE]),
        ("イル", [CHINESE]),
        ("요약", [CHINESE]),
        ("", []),
        ('"', []),
        ("AND OR NOT", []),
        ('title:awq OR "', []),
        ("awq'; DROP TABLE paper; --", []),
        ("weights NEAR(", []),
        ("quantization*", [AWQ, GPTQ]),
    ],
)
def test_words_are_found(record: Record, text: str, expected: list[str]) -> None:
    assert sorted(_found(record, text)) == sorted(expected)


def test_a_word_in_the_title_weighs_more(record: Record) -> None:
    assert _found(record, "quantization") == [AWQ, GPTQ]


def test_equal_matches_go_by_id(record: Record) -> None:
    upsert_papers(record, [paper(f"local:{n}", title="Entirely equal titles") for n in (3, 1, 2)])
    assert _found(record, "entirely equal") == ["local:1", "local:2", "local:3"]


def test_only_what_is_known_on_a_day_is_found(record: Record) -> None:
    assert _found(record, "quantization", "2023-05-31") == [GPTQ]


def test_no_more_than_asked_for(record: Record) -> None:
    assert len(search(record, "quantization", limit=1)) == 1


def test_the_index_follows_changes_and_merges(record: Record) -> None:
    upsert_papers(record, [paper(GPTQ, source="arxiv", title="Accurate Compression", abstract="Nothing else.")])
    upsert_papers(record, [paper(AWQ, CHINESE)])
    assert (_found(record, "quantization"), _found(record, "compression")) == ([AWQ], [GPTQ])
    assert record.check_integrity() == []


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_is_safe(record: Record, text: str) -> None:
    assert isinstance(search(record, text, limit=3), list)
    assert isinstance(search(record, " ".join(text), limit=3), list)
