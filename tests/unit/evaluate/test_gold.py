"""Files of labelled abstracts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from litgraph.errors import InputError
from litgraph.evaluate.gold import read_gold, spellings, told_by, ways_to_write
from litgraph.model.technique import (
    PAPER,
    Kind,
    Metric,
    Name,
    Part,
    Reading,
    RelationType,
    SaidClaim,
    SaidRelation,
    Span,
)

LINE = {
    "arxiv_id": "2401.00001",
    "title": "Foo: Smaller Models",
    "sentences": ["We present Foo.", "Foo quantizes LLaMA (7B) to 4 bits."],
    "introduces": ["Foo"],
    "techniques": [
        {"name": "Foo", "aliases": [], "kind": "method"},
        {"name": "LLaMA-7B", "aliases": ["LLaMA (7B)"], "kind": "model"},
    ],
    "relations": [{"type": "USES", "subject": "Foo", "object": "LLaMA-7B", "sentence": 1}],
    "claims": [{"technique": "@this", "metric": "bits", "value": 4, "unit": "bits", "sentence": 1}],
}
SENTENCE = Span(part=Part.ABSTRACT, start=0, end=15)


def write(folder: Path, *lines: object) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return file


def test_reads_what_people_labelled(tmp_path: Path) -> None:
    (labelled,) = read_gold(write(tmp_path, LINE))

    assert labelled.text.paper == "arxiv:2401.00001"
    assert labelled.text.abstract == "We present Foo. Foo quantizes LLaMA (7B) to 4 bits."
    foo, llama = spellings("foo"), spellings("LLaMA 7B")
    assert labelled.told.kinds == {foo: Kind.METHOD, llama: Kind.MODEL}
    assert labelled.told.introduced == {foo}
    (relation,) = labelled.told.relations
    assert (relation.type, relation.subject, relation.object) == (RelationType.USES, foo, llama)
    assert labelled.told.claims[0].technique == {PAPER}


def test_a_reading_tells_the_same_in_the_same_terms(tmp_path: Path) -> None:
    (labelled,) = read_gold(write(tmp_path, LINE))
    names = (
        Name(text="Foo", kind=Kind.METHOD, introduced=True),
        Name(text="LLaMA (7B)", kind=Kind.MODEL),
    )
    relation = SaidRelation(
        type=RelationType.USES, subject="Foo", object="LLaMA (7B)", sentence=SENTENCE, confidence=0.9
    )
    claim = SaidClaim(technique=PAPER, metric=Metric.BITS, value=4.0, unit="bits", sentence=SENTENCE, confidence=0.8)

    told = told_by(Reading(names=names, relations=(relation,), claims=(claim,)))

    assert told.introduced == labelled.told.introduced
    assert told.kinds == labelled.told.kinds
    assert told.relations[0].object == labelled.told.relations[0].object
    assert told.claims[0].values & labelled.told.claims[0].values
    assert told.claims[0].technique == labelled.told.claims[0].technique


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("LLaMA-2 7B", "llama 2-7b", True),
        ("KV cache", "KV-Cache", True),
        ("LLaMA-7B", "LLaMA-13B", False),
        ("π0", "π-0", True),
        ("*", "+", False),
    ],
)
def test_spellings_are_compared_by_letters_and_digits(first: str, second: str, same: bool) -> None:
    assert bool(spellings(first) & spellings(second)) is same


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ((7, "B"), (7e9, ""), True),
        ((7, "billion parameters"), (7e9, "parameters"), True),
        ((2.35, "x"), (2.35, "times"), True),
        (([3, 4], "x"), ((3.0, 4.0), "x"), True),
        (([4, 4], "x"), (4, "x"), True),
        ((50, "%"), (0.5, ""), False),
        ((128, "K tokens"), (128, "M tokens"), True),  # both are written 128; the unit is not compared
        ((-1, "%"), (1, "%"), False),
    ],
)
def test_a_value_counts_as_written_or_multiplied_out(
    first: tuple[float, str], second: tuple[float, str], same: bool
) -> None:
    assert bool(ways_to_write(*first) & ways_to_write(*second)) is same


@pytest.mark.parametrize(
    "spoilt", ["not an object", {**LINE, "techniques": [{"name": "x", "kind": "animal"}]}, {"title": "no sentences"}]
)
def test_a_line_that_is_no_label_is_named(tmp_path: Path, spoilt: object) -> None:
    with pytest.raises(InputError, match="line 2"):
        read_gold(write(tmp_path, LINE, spoilt))


def test_a_file_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no labelled abstract"):
        read_gold(write(tmp_path))
    with pytest.raises(InputError, match="Cannot read"):
        read_gold(tmp_path / "absent.jsonl")
