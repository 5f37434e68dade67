"""Finding the paper that a person means."""

from __future__ import annotations

import pytest

from litgraph.errors import AmbiguousPaper, UnknownPaper
from litgraph.store.find import find_paper
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record
from tests.unit.store.build import AWQ, GPTQ, paper

DOI = "doi:10.1145/1234.5678"


@pytest.fixture(autouse=True)
def _papers(record: Record) -> None:
    upsert_papers(
        record,
        [
            paper(AWQ, DOI, "s2:42", title="AWQ: Activation-aware Weight Quantization for LLMs"),
            paper(GPTQ, title="GPTQ: Accurate Post-Training Quantization"),
            paper("local:1", title="A model of 100% group structures"),
            paper("local:net/7", title="Sparse networks"),
            paper("local:net/8", "local:other/9", title="Sparse"),
        ],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arxiv:2306.00978", AWQ),
        ("2306.00978v3", AWQ),
        (" https://arxiv.org/abs/2306.00978 ", AWQ),
        ("https://arxiv.org/pdf/2306.00978v2.pdf", AWQ),
        ("10.1145/1234.5678", AWQ),
        ("https://doi.org/10.1145/1234.5678", AWQ),
        ("s2:42", AWQ),
        ("activation-AWARE weight", AWQ),
        ("gptq: accurate post-training quantization", GPTQ),
        ("1", "local:1"),
        ("local:1", "local:1"),
        ("7", "local:net/7"),
        ("net/7", "local:net/7"),
        ("local:net/7", "local:net/7"),
        ("9", "local:net/8"),
        ("100% group", "local:1"),
    ],
)
def test_a_paper_is_found(record: Record, text: str, expected: str) -> None:
    assert find_paper(record, text) == expected


def test_a_whole_title_beats_a_part_of_another(record: Record) -> None:
    upsert_papers(record, [paper("local:a", title="Two words"), paper("local:b", title="Two words and more")])
    assert find_paper(record, "two words") == "local:a"


def test_a_text_that_fits_several_lists_them(record: Record) -> None:
    with pytest.raises(
        AmbiguousPaper, match=r"'quantization' fits 2 papers: arxiv:2210\.17323 GPTQ.*; arxiv:2306\.00978"
    ):
        find_paper(record, "quantization")


def test_a_local_id_of_two_namespaces_lists_them(record: Record) -> None:
    upsert_papers(record, [paper("local:more/7", title="Other")])
    with pytest.raises(AmbiguousPaper, match="local:more/7 Other; local:net/7 Sparse networks"):
        find_paper(record, "7")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("arxiv:2306.0097", "Did you mean arxiv:2306.00978"),
        ("AWQ: Activation-awar Weight Quantisation for LLMs", "Did you mean arxiv:2306.00978"),
        ("10.1145/1234.567", "Did you mean doi:10.1145/1234.5678"),
        ("zzz", "finds papers by their words"),
        ("100_", "finds papers by their words"),
    ],
)
def test_an_unknown_paper_is_told_with_the_nearest(record: Record, text: str, near: str) -> None:
    with pytest.raises(UnknownPaper, match=near):
        find_paper(record, text)


def test_nothing_names_no_paper(record: Record) -> None:
    with pytest.raises(UnknownPaper, match="give an identifier"):
        find_paper(record, " ")


def test_a_part_of_a_title_may_be_long_and_counts_as_it_is(record: Record) -> None:
    upsert_papers(record, [paper("local:long", title="Z" * 90_000), paper("local:bar", title="Some_thing odd")])

    assert find_paper(record, "z" * 80_000) == "local:long"
    assert find_paper(record, "some_THING") == "local:bar"
    with pytest.raises(UnknownPaper):
        find_paper(record, "some%odd")
