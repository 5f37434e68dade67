"""Techniques that texts about a paper name which are not its own."""

from __future__ import annotations

from litgraph.model.identifiers import PaperId
from litgraph.model.technique import Part
from litgraph.techniques.resolve.resolve import resolve
from litgraph.techniques.resolve.sightings import AboutPaper, find_sightings
from tests.unit.techniques.resolve.written import introduced, named, read

READINGS = [
    read("p:1", introduced("TinyQuant", "TQ")),
    read("p:2", named("Attention", kind="concept"), named("KV cache", kind="concept"), named("Llama 2", kind="model")),
]


def seen(text: str, paper: str = "p:9") -> list[tuple[str, str]]:
    about = AboutPaper(paper=PaperId(paper), part=Part.CONTEXT, said_by="p:8", text=text)
    return [(text[s.start : s.end], s.technique) for s in find_sightings([about], resolve(READINGS))]


def test_known_names_are_found_however_they_are_spelled() -> None:
    text = "We follow TINYQUANT [3] on Llama-2 and its store of keys, the KV-cache."

    assert [technique for _, technique in seen(text)] == [
        "technique:tinyquant",
        "technique:llama-2",
        "technique:kv-cache",
    ]


def test_the_place_is_that_of_the_name() -> None:
    assert seen("Unlike TinyQuant, they prune.") == [("TinyQuant", "technique:tinyquant")]


def test_a_short_name_counts_only_as_it_is_spelled() -> None:
    assert seen("The tq of things; TQ is another.") == [("TQ", "technique:tinyquant")]


def test_common_words_are_no_names() -> None:
    assert seen("Attention to detail, and attention heads, in the text.") == []


def test_each_technique_is_told_once_a_text() -> None:
    assert len(seen("TinyQuant, TinyQuant and TQ again.")) == 1


def test_a_long_text_and_odd_characters_are_read() -> None:
    assert seen("量化 " * 40_000 + ".* '; --") == []
