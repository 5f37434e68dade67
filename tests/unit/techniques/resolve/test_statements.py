"""Relations and claims, said of techniques instead of names."""

from __future__ import annotations

from litgraph.model.technique import PAPER, Metric, Part, SaidClaim, Span
from litgraph.techniques.resolve.resolve import resolve
from tests.unit.techniques.resolve.written import introduced, named, read, relates

ABSTRACT = "An abstract of one sentence."


def claim(technique: str, value: float | tuple[float, float] = 2.0, end: int = 28) -> SaidClaim:
    return SaidClaim(
        technique=technique,
        metric=Metric.SPEEDUP,
        value=value,
        unit="x",
        sentence=Span(part=Part.ABSTRACT, start=0, end=end),
        confidence=0.7,
    )


def test_a_relation_is_between_techniques_and_quotes_its_sentence() -> None:
    reading = read("p:1", introduced("A1"), named("B2", "BTwo"), relations=[relates("A1", "USES", "BTwo")])

    (relation,) = resolve([reading]).relations

    assert (relation.subject, relation.object, relation.sentence) == ("technique:a1", "technique:b2", ABSTRACT)
    assert relation.extractor == "written/1"


def test_the_paper_stands_for_its_own_technique_where_it_names_one() -> None:
    reading = read("p:1", introduced("A1"), named("B2"), relations=[relates(PAPER, "USES", "B2")])

    assert resolve([reading]).relations[0].subject == "technique:a1"


def test_the_paper_stands_for_itself_where_it_names_none() -> None:
    reading = read("p:1", named("B2"), relations=[relates(PAPER, "USES", "B2")], claims=[claim(PAPER)])

    resolved = resolve([reading])

    assert resolved.relations[0].subject == PAPER
    assert resolved.claims[0].technique == PAPER


def test_the_same_said_twice_of_one_sentence_is_one_witness_the_surer_one() -> None:
    twice = [relates("A1", "USES", "B2", confidence=0.3), relates("A1", "USES", "b2", confidence=0.8)]

    (relation,) = resolve([read("p:1", named("A1"), named("B2"), relations=twice)]).relations

    assert relation.confidence == 0.8


def test_nothing_is_said_of_a_technique_with_itself_of_unknown_names_or_outside_the_text() -> None:
    wrong = [
        relates("A1", "USES", "A-1"),
        relates("A1", "USES", "Nobody"),
        relates("A1", "USES", PAPER),
        relates("A1", "USES", "B2", end=10_000),
    ]

    resolved = resolve([read("p:1", named("A1", "A-1"), named("B2"), relations=wrong, claims=[claim("A1", end=999)])])

    assert resolved.relations == ()
    assert resolved.claims == ()


def test_claims_that_differ_in_anything_have_ids_of_their_own() -> None:
    claims = [claim("A1", 2.0), claim("A1", 3.0), claim("B2", 2.0), claim("A1", (2.0, 3.0))]

    found = resolve([read("p:1", named("A1"), named("B2"), claims=claims)]).claims

    assert len({one.id for one in found}) == len(claims)
