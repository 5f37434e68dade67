"""Precision, recall and F1 of what is read, against hand-counted answers."""

from __future__ import annotations

import pytest

from litgraph.evaluate.gold import Spellings, Told, ToldClaim, ToldRelation, spellings, ways_to_write
from litgraph.evaluate.reading import score_reading
from litgraph.model.technique import Kind, Metric, RelationType

SHOWN = {"relations": 0.5, "claims": 0.5}
A, B, C = spellings("A"), spellings("B", ("Bee",)), spellings("C")


def uses(subject: Spellings, object_: Spellings, confidence: float = 1.0) -> ToldRelation:
    return ToldRelation(type=RelationType.USES, subject=subject, object=object_, confidence=confidence)


def claim(metric: Metric, value: float, confidence: float = 1.0) -> ToldClaim:
    return ToldClaim(technique=A, metric=metric, values=ways_to_write(value, "x"), confidence=confidence)


def told(
    kinds: dict[Spellings, Kind],
    introduced: set[Spellings] = frozenset(),  # type: ignore[assignment]
    relations: tuple[ToldRelation, ...] = (),
    claims: tuple[ToldClaim, ...] = (),
) -> Told:
    return Told(kinds=kinds, introduced=frozenset(introduced), relations=relations, claims=claims)


GOLD = told(
    {A: Kind.METHOD, B: Kind.MODEL, C: Kind.CONCEPT},
    {A},
    (uses(A, B), uses(A, C)),
    (claim(Metric.SPEEDUP, 2), claim(Metric.MEMORY, 3)),
)


def test_names_are_found_under_any_spelling() -> None:
    found = told({spellings("bee"): Kind.METHOD, A: Kind.METHOD, spellings("D"): Kind.METHOD}, {A})

    scores = score_reading([(GOLD, found)], shown=SHOWN)["scores"]

    assert scores["techniques"]["precision"]["value"] == pytest.approx(2 / 3)
    assert scores["techniques"]["recall"]["value"] == pytest.approx(2 / 3)
    assert scores["techniques_without_concepts"]["recall"]["value"] == 1
    assert scores["introduced"]["f1"]["value"] == 1


def test_one_thing_told_answers_for_one_label() -> None:
    gold = told({A: Kind.METHOD, B: Kind.METHOD})
    found = told({A | B: Kind.METHOD})

    scores = score_reading([(gold, found)], shown=SHOWN)["scores"]

    assert scores["techniques"]["precision"]["value"] == 1
    assert scores["techniques"]["recall"]["value"] == 0.5


def test_a_relation_needs_its_type_and_both_ends_in_order() -> None:
    wrong = ToldRelation(type=RelationType.EXTENDS, subject=A, object=C)
    found = told(dict(GOLD.kinds), relations=(uses(A, B), uses(A, B, 0.3), uses(B, A), wrong))

    scores = score_reading([(GOLD, found)], shown=SHOWN)["scores"]

    assert scores["relations"]["precision"]["value"] == pytest.approx(1 / 3)
    assert scores["relations"]["recall"]["value"] == 0.5
    assert scores["relations.USES"]["precision"]["value"] == 0.5
    assert scores["related_pairs"]["recall"]["value"] == 1


def test_claims_are_compared_by_metric_and_value() -> None:
    found = told(dict(GOLD.kinds), claims=(claim(Metric.SPEEDUP, 2), claim(Metric.LATENCY, 3)))

    scores = score_reading([(GOLD, found)], shown=SHOWN)["scores"]

    assert scores["claims"]["precision"]["value"] == 0.5
    assert scores["claims"]["recall"]["value"] == 0.5


def test_the_surer_part_is_scored_by_itself() -> None:
    found = told(dict(GOLD.kinds), relations=(uses(A, B, 0.9), uses(B, C, 0.6), uses(C, A, 0.2)))

    scored = score_reading([(GOLD, found)], shown=SHOWN)

    assert scored["shown"]["relations"]["precision"]["value"] == 0.5
    best = scored["by_confidence"]["relations"]["best_recall_at_75"]
    assert best == {"confidence": 0.9, "precision": 1.0, "recall": 0.5}


def test_intervals_hold_the_value_and_repeat() -> None:
    nothing = told({})
    pairs = [(GOLD, GOLD), (GOLD, nothing), (GOLD, told({A: Kind.METHOD}, {A}))]

    first, second = (score_reading(pairs, shown=SHOWN) for _ in range(2))

    f1 = first["scores"]["techniques"]["f1"]
    assert f1["low"] < f1["value"] < f1["high"]
    assert first == second


def test_nothing_told_scores_nothing() -> None:
    scored = score_reading([(GOLD, told({}))], shown=SHOWN)

    assert scored["scores"]["relations"]["f1"]["value"] == 0
    assert scored["kind_accuracy"] is None
    assert scored["by_confidence"]["claims"]["best_recall_at_75"] is None
