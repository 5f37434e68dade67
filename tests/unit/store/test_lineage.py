"""Which stays of headings are one category."""

from __future__ import annotations

from collections.abc import Mapping

from litgraph.model.taxonomy import CategoryId, Path
from litgraph.store.lineage import Members, Stay, name_categories


def _members(before: Mapping[str, set[int]], after: Mapping[str, set[int]]) -> Members:
    """Give the papers of headings by name: those before any change, and those after it."""

    def members(path: Path, day: str, is_before: bool) -> set[int]:
        return (before if is_before else after).get(path[-1], set())

    return members


def _stay(name: str, since: str | None = None, until: str | None = None, category: str = "") -> Stay:
    return Stay(path=(name,), since=since, until=until, category=CategoryId(category) if category else None)


def _names(stays: list[Stay], members: Members, *recorded: Stay) -> list[str | None]:
    return [stay.category for stay in name_categories(stays, members, recorded)]


def test_the_heading_with_most_of_the_papers_inherits() -> None:
    stays = [_stay("A", None, "2024-01-01"), _stay("B", "2024-01-01"), _stay("C", "2024-01-01")]
    members = _members({"A": {1, 2, 3}}, {"B": {1}, "C": {2, 3, 4}})
    assert _names(stays, members) == ["a", "b", "a"]


def test_a_heading_split_in_halves_has_no_heir() -> None:
    stays = [_stay("A", None, "2024-01-01"), _stay("B", "2024-01-01"), _stay("C", "2024-01-01")]
    assert _names(stays, _members({"A": {1, 2}}, {"B": {1}, "C": {2}})) == ["a", "b", "c"]


def test_a_change_of_case_is_a_rename_wherever_the_papers_went() -> None:
    stays = [_stay("Data-centric", None, "2024-01-01"), _stay("Data-Centric", "2024-01-01"), _stay("X", "2024-01-01")]
    members = _members({"Data-centric": {1, 2}}, {"Data-Centric": {7}, "X": {1, 2}})
    assert _names(stays, members) == ["data-centric", "data-centric", "x"]


def test_empty_headings_are_one_only_by_name() -> None:
    stays = [_stay("A", None, "2024-01-01"), _stay("B", "2024-01-01")]
    assert _names(stays, _members({}, {})) == ["a", "b"]


def test_a_name_used_again_while_its_category_goes_on_is_a_new_category() -> None:
    stays = [_stay("A", None, "2024-01-01"), _stay("B", "2024-01-01"), _stay("A", "2024-05-05")]
    assert _names(stays, _members({"A": {1}}, {"B": {1}, "A": {2}})) == ["a", "a", "a-2"]


def test_recorded_ids_are_kept_when_more_of_the_past_is_learnt() -> None:
    stays = [_stay("A", None, "2024-01-01"), _stay("B", "2024-01-01")]
    members = _members({"A": {1}}, {"B": {1}})
    assert _names(stays, members, _stay("B", "2024-06-01", category="b")) == ["b", "b"]


def test_naming_once_more_changes_nothing() -> None:
    stays = [_stay("A", None, "2024-01-01"), _stay("B", "2024-01-01"), _stay("A", "2024-05-05", "2024-06-01")]
    members = _members({"A": {1}}, {"B": {1}, "A": {2}})
    named = name_categories(stays, members, ())
    assert name_categories(stays, members, named) == named
    assert name_categories(named, members, named) == named
