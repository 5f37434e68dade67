"""One name of several techniques: told apart by who introduces it, and meant as citation, words or day say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

from litgraph.model.identifiers import PaperId
from litgraph.model.resolved import Rule
from litgraph.techniques.resolve.resolve import resolve
from tests.unit.techniques.resolve.written import introduced, named, papers_of, read, reason

SCANS = read(
    "p:scan",
    introduced("Mamba", kind="model"),
    day="2023-12-01",
    title="Mamba: Selective State Spaces",
    abstract="State space models scan long sequences in linear time.",
)
SNAKES = read(
    "p:snake",
    introduced("Mamba", kind="dataset"),
    day="2024-06-01",
    title="Mamba: Annotated Snakes",
    abstract="Photographs of venomous reptiles for species recognition.",
)
FIRST, SECOND = "technique:mamba", "technique:mamba@p:snake"


def no_references(papers: Collection[PaperId]) -> Mapping[PaperId, AbstractSet[PaperId]]:
    return {}


def test_two_papers_that_introduce_one_name_introduce_two_techniques() -> None:
    resolved = resolve([SNAKES, SCANS])

    assert [one.id for one in resolved.techniques] == [FIRST, SECOND]
    assert papers_of(resolved, FIRST) == {"p:scan"}
    assert papers_of(resolved, SECOND) == {"p:snake"}


def test_a_mention_goes_to_what_the_paper_cites() -> None:
    later = read("p:late", named("Mamba"), day="2025-01-01", abstract="Something else altogether.")

    resolved = resolve([SCANS, SNAKES, later], references=lambda _: {PaperId("p:late"): {PaperId("p:snake")}})

    assert "p:late" in papers_of(resolved, SECOND)
    assert "p:late cites p:snake" in reason(resolved, SECOND, Rule.HOMONYM)


def test_else_it_goes_by_words() -> None:
    later = read("p:late", named("Mamba"), day="2025-01-01", abstract="Recognition of reptiles by species.")

    resolved = resolve([SCANS, SNAKES, later], references=no_references)

    assert "p:late" in papers_of(resolved, SECOND)
    assert "its words are liker" in reason(resolved, SECOND, Rule.HOMONYM)


def test_else_it_goes_to_what_was_known_by_its_day() -> None:
    later = read("p:late", named("Mamba"), day="2024-01-01", title="On Tea", abstract="Tea grows slowly.")

    resolved = resolve([SCANS, SNAKES, later])

    assert "p:late" in papers_of(resolved, FIRST)
    assert "known by its day" in reason(resolved, FIRST, Rule.HOMONYM)


def test_a_paper_that_cites_the_first_means_the_same() -> None:
    resolved = resolve([SCANS, SNAKES], references=lambda _: {PaperId("p:snake"): {PaperId("p:scan")}})

    assert [one.id for one in resolved.techniques] == [FIRST]


def test_another_account_of_the_same_paper_is_no_homonym() -> None:
    again = read("p:again", introduced("Mamba"), day="2024-02-01", title="Mamba: Selective State Spaces (v2)")

    assert len(resolve([SCANS, again]).techniques) == 1


def test_a_name_that_others_use_before_is_not_introduced_anew_by_the_way() -> None:
    users = [read(f"p:{n}", named("LoRA"), day=f"2022-01-0{n}") for n in range(1, 7)]
    first = read("p:lora", introduced("LoRA"), day="2021-06-01", title="LoRA: Low-Rank Adaptation")
    wrong = read("p:wrong", introduced("LoRA"), day="2023-01-01", title="Tea in Mountains", abstract="Tea and rain.")

    assert len(resolve([first, *users, wrong]).techniques) == 1


def test_what_most_papers_mean_has_the_plain_id_though_none_introduces_it() -> None:
    experts = [read(f"p:{n}", named("MoE", "mixture of experts", kind="concept")) for n in range(9)]
    edits = read("p:edits", introduced("MoE", "mixture of edits"), day="2020-01-01")

    resolved = resolve([*experts, edits])

    assert papers_of(resolved, "technique:moe") == {f"p:{n}" for n in range(9)}
    assert papers_of(resolved, "technique:moe@p:edits") == {"p:edits"}
