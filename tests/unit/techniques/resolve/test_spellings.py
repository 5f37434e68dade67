"""Which spellings become one technique, and which stay apart."""

from __future__ import annotations

from litgraph.model.resolved import Rule
from litgraph.model.technique import Kind
from litgraph.techniques.resolve.resolve import resolve
from tests.unit.techniques.resolve.written import called, introduced, named, papers_of, read, reason, spelled


def test_case_hyphens_and_plurals_are_one() -> None:
    readings = [
        read("p:1", named("KV cache", kind="concept")),
        read("p:2", named("KV-Cache", kind="concept")),
        read("p:3", named("KV caches", kind="concept")),
        read("p:4", named("KV cache", kind="concept")),
    ]

    resolved = resolve(readings)

    assert [one.name for one in resolved.techniques] == ["KV cache"]
    assert papers_of(resolved, "technique:kv-cache") == {"p:1", "p:2", "p:3", "p:4"}


def test_a_short_and_a_long_form_are_one_where_a_text_gives_both() -> None:
    readings = [
        read("p:1", named("knowledge distillation", "KD", kind="concept")),
        read("p:2", named("KD", kind="concept")),
        read("p:3", named("Knowledge Distillation", kind="concept")),
    ]

    resolved = resolve(readings)

    assert len(resolved.techniques) == 1
    assert spelled(resolved, resolved.techniques[0].name) == {"knowledge distillation", "KD", "Knowledge Distillation"}
    told = {one.spelling: one for one in resolved.accounts}
    assert told["KD"].rule is Rule.SAID
    assert "both in p:1" in told["KD"].evidence


def test_what_is_short_for_some_words_is_so_inside_longer_names() -> None:
    readings = [
        read("p:1", named("key-value cache", "KV cache", kind="concept")),
        read("p:2", named("key-value cache quantization", kind="concept")),
        read("p:3", named("KV cache quantization", kind="concept")),
    ]

    assert len(resolve(readings).techniques) == 2


def test_one_short_form_of_several_long_ones_stays_apart() -> None:
    readings = [
        *(read(f"p:{n}", named("mixture of experts", "MoE", kind="concept")) for n in range(9)),
        read("p:edits", introduced("mixture of edits", "MoE")),
        read("p:short", named("MoE", kind="concept")),
    ]

    resolved = resolve(readings)

    experts, edits = called(resolved, "mixture of experts"), called(resolved, "mixture of edits")
    assert papers_of(resolved, edits.id) == {"p:edits"}
    assert "p:short" in papers_of(resolved, experts.id)
    assert "p:short most papers" in reason(resolved, experts.id, Rule.HOMONYM)


def test_numbers_tell_names_apart_whatever_a_text_says() -> None:
    readings = [read("p:1", named("Tiny-1.3B", "Tiny-13B", kind="model")), read("p:2", named("Tiny-13B", kind="model"))]

    assert "Tiny-13B" not in spelled(resolve(readings), "Tiny-1.3B")


def test_what_texts_name_side_by_side_is_not_one() -> None:
    readings = [
        read("p:1", named("Alpha", "Beta")),
        read("p:2", named("Alpha"), named("Beta")),
        read("p:3", named("Alpha"), named("Beta")),
    ]

    assert {one.name for one in resolve(readings).techniques} == {"Alpha", "Beta"}


def test_it_is_called_as_the_paper_that_introduced_it_calls_it() -> None:
    readings = [
        read("p:1", introduced("TinyQuant"), day="2024-03-01"),
        *(read(f"p:a{n}", named("Tiny-Quant"), day="2024-04-01") for n in range(3)),
    ]

    resolved = resolve(readings)

    assert called(resolved, "TinyQuant").id == "technique:tinyquant"
    assert spelled(resolved, "TinyQuant") == {"TinyQuant", "Tiny-Quant"}


def test_the_paper_that_introduces_it_says_most_of_what_it_is() -> None:
    readings = [
        read("p:1", introduced("Tiny", kind="system")),
        read("p:2", named("Tiny", kind="method")),
        read("p:3", named("Tiny", kind="method")),
    ]

    assert called(resolve(readings), "Tiny").kind is Kind.SYSTEM


def test_what_extends_a_name_is_another() -> None:
    readings = [
        read("p:1", introduced("Tiny+", "Tiny"), title="Tiny+: better"),
        read("p:2", introduced("Tiny Fusion", "Tiny", "Tiny networks")),
    ]

    resolved = resolve(readings)

    assert {one.name for one in resolved.techniques} == {"Tiny", "Tiny+", "Tiny Fusion"}
    assert {(m.technique, m.paper) for m in resolved.mentions if m.introduced} == {
        ("technique:tiny+", "p:1"),
        ("technique:tiny-fusion", "p:2"),
    }


def test_what_others_name_already_is_not_introduced_any_more() -> None:
    readings = [
        read("p:1", introduced("Tiny"), day="2024-01-01"),
        *(read(f"p:1{n}", named("Tiny"), day="2024-02-01") for n in range(5)),
        read("p:2", introduced("Tiny"), day="2024-03-01"),
    ]

    resolved = resolve(readings)

    assert [one.paper for one in resolved.mentions if one.introduced] == ["p:1"]


def test_a_row_of_a_table_is_the_technique_of_its_name() -> None:
    readings = [read("p:1", named("tinyserve", kind="method")), read("p:2", named("Tiny Serve", kind="method"))]

    resolved = resolve(readings, systems=["TinyServe", "Unnamed Elsewhere"])

    assert called(resolved, "TinyServe").kind is Kind.SYSTEM
    assert called(resolved, "TinyServe").id == "technique:tinyserve"
    assert called(resolved, "Unnamed Elsewhere").id == "technique:unnamed-elsewhere"


def test_the_order_of_papers_does_not_matter() -> None:
    readings = [
        read("p:1", introduced("Mamba"), title="Mamba: Scans", day="2023-01-01"),
        read("p:2", introduced("Mamba", kind="dataset"), title="Mamba: Snakes", day="2024-01-01"),
        read("p:3", named("Mamba"), named("KD", "knowledge distillation", kind="concept")),
        read("p:4", named("Mamba-2.8B", kind="model"), named("knowledge distillation", kind="concept")),
    ]

    assert resolve(readings) == resolve(readings[::-1])


def test_odd_names_are_names() -> None:
    odd = (
        ".*",
        "x'; DROP TABLE paper; --",
        "MATCH (n) DETACH DELETE n",
        "量化",
        "C++",
        "C#",
        "the",
        "$\\alpha$",
        "-",
        "💡",
    )

    resolved = resolve([read("p:1", *map(named, odd))])

    assert {one.name for one in resolved.techniques} == set(odd)
    assert len({one.id for one in resolved.techniques}) == len(odd)


def test_what_a_text_hangs_on_a_name_is_not_of_it() -> None:
    resolved = resolve(
        [read("p:1", named("TinyQuant's")), read("p:2", named("TinyQuant~")), read("p:3", named("Nets"))]
    )

    assert {one.name for one in resolved.techniques} == {"TinyQuant", "Nets"}


def test_it_is_called_by_the_singular_where_texts_use_that_too() -> None:
    readings = [*(read(f"p:{n}", named("Tiny Nets")) for n in range(3)), read("p:9", named("Tiny Net"))]

    assert [one.name for one in resolve(readings).techniques] == ["Tiny Net"]
