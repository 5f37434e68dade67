"""Any title and abstract gives a reading, and all that it speaks of stands in the text."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litgraph.model.identifiers import PaperId
from litgraph.model.technique import PAPER, Part, Reading
from litgraph.techniques.endpoint.verify import verify
from litgraph.techniques.extractor import PaperText
from litgraph.techniques.offline import OfflineExtractor
from litgraph.techniques.text import read_sentences

PIECES = (
    "We present Foo (Fast Operators), which builds upon LLaMA-2-7B. ",
    "Bar outperforms LoRA by 2.4x on GSM8K, from 80 GB to 48 GB. ",
    "Unlike Attention, Is and The are not Mamba. ",
    "$O(n^{2})$ \\textbf{Foo++} \\cite{a} <b>QLoRA</b>&lt;script&gt; ",
    "我们提出Foo方法，比LoRA快3倍。",
    "MATCH (n) DETACH DELETE n; ",
    ".*+?^${}()|[]\\ (a+)+$ ",
    "İstanbul-GPT ﬁne-tunes ẞETA‑2 by −30 %. ",
    "\ufeff\u200b\x00\n\n",
    "KV cache (key-value cache) ",
    "4-bit ",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=12).map("".join)


@cache
def extractor() -> OfflineExtractor:
    return OfflineExtractor()


def read(title: str, abstract: str) -> Reading:
    text = PaperText(paper=PaperId("arxiv:2401.00001"), title=title, abstract=abstract)
    ((_, reading),) = extractor().read([text])
    assert isinstance(reading, Reading)
    return reading


def check(reading: Reading, title: str, abstract: str) -> None:
    parts = {Part.TITLE: title, Part.ABSTRACT: abstract}
    sentences = {one.span for one in read_sentences(title, abstract)}
    for name in reading.names:
        assert name.spans, name
        for span in name.spans:
            assert 0 <= span.start < span.end <= len(parts[span.part]), name
        assert all(any(spelling in part for part in parts.values()) for spelling in (name.text, *name.aliases)), name
    known = {name.text for name in reading.names} | {PAPER}
    for relation in reading.relations:
        assert {relation.subject, relation.object} <= known
        assert relation.sentence in sentences
    for claim in reading.claims:
        assert claim.technique in known
        assert claim.sentence in sentences


@given(title=TEXTS, abstract=TEXTS)
@settings(max_examples=150, deadline=None)
def test_all_that_is_read_stands_in_the_text(title: str, abstract: str) -> None:
    check(read(title, abstract), title, abstract)


@given(title=TEXTS, abstract=TEXTS)
@settings(max_examples=150, deadline=None)
def test_sentences_are_exact_pieces(title: str, abstract: str) -> None:
    parts = {Part.TITLE: title, Part.ABSTRACT: abstract}
    for sentence in read_sentences(title, abstract):
        assert sentence.text == parts[sentence.span.part][sentence.span.start : sentence.span.end]
        assert all(parts[sentence.span.part][one.start : one.end] == one.text for one in sentence.tokens)


WORDS = st.sampled_from(["Foo", "LoRA", "@paper", "method", "USES", "speedup", "x", "", ".", "PWNED", *PIECES])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
KEYS = "name aliases kind introduced type subject object quote technique metric value upper unit baseline".split()
THINGS = st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=len(KEYS)) | VALUES, max_size=4)


@given(told=st.fixed_dictionaries({"names": THINGS, "relations": THINGS, "claims": THINGS}), abstract=TEXTS)
@settings(max_examples=300, deadline=None)
def test_whatever_a_model_says_only_what_stands_in_the_text_is_kept(told: dict[str, Any], abstract: str) -> None:
    check(verify(told, read_sentences("Foo", abstract)).reading, "Foo", abstract)


def test_a_title_that_begins_with_2_kb_of_blanks_is_none() -> None:
    assert read_sentences(" " * 2_000 + "Foo", "") == ()


@pytest.mark.parametrize("piece", ["".join(PIECES), *PIECES[4:6], "(", "1,", "GPT-4 and "], ids=range(6))
def test_a_text_of_100_kb_is_read(piece: str) -> None:
    abstract = piece * (100_000 // len(piece))

    check(read("Foo", abstract), "Foo", abstract)
