"""What sentences say of pairs of names: each test a sentence of its own."""

from __future__ import annotations

import time

from litgraph.model.technique import PAPER, Part
from litgraph.techniques.text import read_sentences
from tests.unit.techniques.relations.written import said, triples

TITLE = "Fovea: Fast Attention for Long Documents"
OPENING = "Reading long documents is slow. We present Fovea, a method that skips what nobody reads. "


def test_better_than_each_of_a_list() -> None:
    text = OPENING + "Experiments show that Fovea outperforms Longhorn, Brisk, and Reel by a large margin."

    found = triples(TITLE, text, method="*Fovea|Longhorn|Brisk|Reel")

    assert {("Fovea", "OUTPERFORMS", rival) for rival in ("Longhorn", "Brisk", "Reel")} <= found


def test_evaluated_on_benchmarks() -> None:
    text = OPENING + "We evaluate our method on the LongRead and DocHop benchmarks."

    found = triples(TITLE, text, method="*Fovea", dataset="LongRead|DocHop")

    assert found == {("Fovea", "EVALUATED_ON", "LongRead"), ("Fovea", "EVALUATED_ON", "DocHop")}


def test_our_method_is_the_technique_that_is_introduced() -> None:
    text = OPENING + "We apply our method to LLaMA-2-7B and Mistral."

    assert triples(TITLE, text, method="*Fovea", model="LLaMA-2-7B|Mistral") == {
        ("Fovea", "USES", "LLaMA-2-7B"),
        ("Fovea", "USES", "Mistral"),
    }


def test_without_a_name_the_paper_is_the_subject() -> None:
    text = "Reading long documents is slow. We evaluate our approach on the LongRead benchmark."

    assert triples("Reading Long Documents Fast", text, dataset="LongRead") == {(PAPER, "EVALUATED_ON", "LongRead")}


def test_unlike_is_no_use() -> None:
    text = OPENING + "Unlike Longhorn, Fovea needs no training."

    assert ("Fovea", "USES", "Longhorn") not in triples(TITLE, text, method="*Fovea|Longhorn")


def test_what_is_said_to_do_badly_is_not_used() -> None:
    text = "However, Longhorn suffers from high memory costs. We present Fovea, a method that skips what nobody reads."

    assert triples(TITLE, text, method="*Fovea|Longhorn") == set()


def test_a_tie_is_a_comparison() -> None:
    text = OPENING + "Fovea performs on par with Longhorn while being simpler."

    found = triples(TITLE, text, method="*Fovea|Longhorn")

    assert ("Fovea", "COMPARES_WITH", "Longhorn") in found


def test_no_relation_holds_of_a_name_with_itself() -> None:
    text = OPENING + "Fovea outperforms Fovea. Fovea uses Fovea, and our Fovea is evaluated on Fovea."

    assert said(TITLE, text, method="*Fovea") == ()


def test_no_names_and_no_text() -> None:
    assert said("", "") == ()
    assert said(TITLE, OPENING) == ()


def test_each_relation_quotes_the_sentence_that_says_it() -> None:
    text = OPENING + "Fovea outperforms Longhorn by 5%. We evaluate Fovea on the LongRead benchmark."
    sentences = {one.span: one.text for one in read_sentences(TITLE, text)}

    found = {one.type.value: one for one in said(TITLE, text, method="*Fovea|Longhorn", dataset="LongRead")}

    assert sentences[found["OUTPERFORMS"].sentence] == "Fovea outperforms Longhorn by 5%."
    assert sentences[found["EVALUATED_ON"].sentence] == "We evaluate Fovea on the LongRead benchmark."
    assert found["EVALUATED_ON"].sentence.part is Part.ABSTRACT
    assert all(0 < one.confidence <= 1 for one in found.values())


def test_what_is_said_twice_is_told_once() -> None:
    text = OPENING + "Fovea outperforms Longhorn by 5%. In short, Fovea clearly outperforms Longhorn."

    found = said(TITLE, text, method="*Fovea|Longhorn")

    assert [one.type.value for one in found].count("OUTPERFORMS") == 1


def test_names_that_hold_the_marks_of_patterns() -> None:
    text = OPENING + "Fovea outperforms A*+(bc) by 5%. We evaluate it on the [^x]{2} benchmark."

    found = triples(TITLE, text, method="*Fovea|A*+(bc)", dataset="[^x]{2}")

    assert ("Fovea", "EVALUATED_ON", "[^x]{2}") in found


def test_a_sentence_of_a_thousand_names_is_read_in_a_moment() -> None:
    rivals = [f"Rival{number}" for number in range(1_000)]
    text = OPENING + "Fovea outperforms " + ", ".join(rivals) + "."
    started = time.perf_counter()

    found = triples(TITLE, text, method="|".join(["*Fovea", *rivals]))

    assert time.perf_counter() - started < 5
    assert len(found) >= 100  # the text cuts what no full stop ends, so that not all stand beside the verb
