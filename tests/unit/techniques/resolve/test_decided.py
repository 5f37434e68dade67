"""What people decide outranks what litgraph finds, and the latest decision counts."""

from __future__ import annotations

from litgraph.model.resolved import Resolved, TechniqueDecision, Verb
from litgraph.techniques.resolve.resolve import resolve
from tests.unit.techniques.resolve.test_homonyms import SCANS, SNAKES
from tests.unit.techniques.resolve.written import called, introduced, named, papers_of, read, spelled

READINGS = [
    read("p:1", introduced("TinyQuant", "Tiny Quantization")),
    read("p:2", named("Tiny Quantization")),
    read("p:3", named("TQ")),
    read("p:4", named("Tiny-Quant")),
]


def decided(*decisions: tuple[str, str, str]) -> Resolved:
    told = [
        TechniqueDecision(decision=Verb(v), technique=t, spellings=(s,), date="2026-01-01") for v, t, s in decisions
    ]
    return resolve(READINGS, decisions=told)


def test_merged_techniques_are_one() -> None:
    resolved = decided(("merge", "TinyQuant", "TQ"))

    assert spelled(resolved, "TinyQuant") == {"TinyQuant", "Tiny Quantization", "TQ", "Tiny-Quant"}
    assert papers_of(resolved, "technique:tinyquant") == {"p:1", "p:2", "p:3", "p:4"}


def test_a_split_spelling_is_a_technique_of_its_own_in_every_paper() -> None:
    resolved = decided(("split", "TinyQuant", "Tiny Quantization"))

    assert spelled(resolved, "TinyQuant") == {"TinyQuant", "Tiny-Quant"}
    assert papers_of(resolved, called(resolved, "Tiny Quantization").id) == {"p:1", "p:2"}


def test_a_split_spelling_may_differ_by_a_hyphen_alone() -> None:
    resolved = decided(("split", "TinyQuant", "Tiny-Quant"))

    assert papers_of(resolved, called(resolved, "Tiny-Quant").id) == {"p:4"}
    assert called(resolved, "TinyQuant").id != called(resolved, "Tiny-Quant").id


def test_an_alias_belongs_to_the_technique_alone() -> None:
    resolved = decided(("split", "TinyQuant", "Tiny Quantization"), ("alias", "TQ", "Tiny Quantization"))

    assert "Tiny Quantization" not in spelled(resolved, "TinyQuant")
    assert papers_of(resolved, called(resolved, "Tiny Quantization").id) == {"p:1", "p:2", "p:3"}


def test_the_latest_decision_counts() -> None:
    undone = decided(("merge", "TinyQuant", "TQ"), ("split", "TinyQuant", "TQ"))
    done_again = decided(("split", "TinyQuant", "TQ"), ("merge", "TinyQuant", "TQ"))

    assert called(undone, "TQ").id == "technique:tq"
    assert "TQ" in spelled(done_again, "TinyQuant")


def test_homonyms_are_merged_by_their_ids() -> None:
    merge = TechniqueDecision(
        decision=Verb.MERGE, technique="technique:mamba", spellings=("technique:mamba@p:snake",), date="2026-01-01"
    )

    resolved = resolve([SCANS, SNAKES], decisions=[merge])

    assert papers_of(resolved, "technique:mamba") == {"p:scan", "p:snake"}
    assert len(resolved.techniques) == 1


def test_a_decision_on_what_no_text_names_does_nothing() -> None:
    assert decided(("merge", "Nothing", "Nowhere")) == decided()
