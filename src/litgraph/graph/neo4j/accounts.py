"""What a workspace tells of a survey: one text on the survey's node, from which any of its days can be read back.

A survey has some hundred categories and systems at the most, so that one text is less than as many nodes to ask for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from litgraph.graph.neo4j.ledger import owners_of
from litgraph.model.framework import System
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Category, CategoryId, Path, Taxonomy
from litgraph.store.frameworks import unite_systems
from litgraph.store.rows import as_json

Span = tuple[str, str]  # from a day up to and without another; empty where there is no end or no beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryStay:
    """A category under one heading path for a time."""

    category: CategoryId
    path: Path
    span: Span = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemStay:
    """A system in the tables of a list for a time, with a capability, or with none: the row itself."""

    technique: str
    name: str
    url: str = ""
    capability: str = ""
    span: Span = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAccount:
    """A survey, its place among those of its workspace, its categories in the order of the list, and its systems.

    `held` tells when entries stood at a category directly.
    """

    survey: Survey
    place: int = 0
    categories: tuple[CategoryStay, ...] = ()
    held: Mapping[CategoryId, tuple[Span, ...]]
    systems: tuple[SystemStay, ...] = ()


def survey_text(account: SurveyAccount) -> str:
    """Write an account as text."""
    return as_json(
        {
            "survey": asdict(account.survey),
            "place": account.place,
            "categories": [[one.category, one.path, one.span] for one in account.categories],
            "held": dict(sorted(account.held.items())),
            "systems": [[one.technique, one.name, one.url, one.capability, one.span] for one in account.systems],
        }
    )


def survey_account(text: str) -> SurveyAccount:
    """Read an account."""
    told = json.loads(text)
    return SurveyAccount(
        survey=Survey(**told["survey"]),
        place=told["place"],
        categories=tuple(
            CategoryStay(category=CategoryId(category), path=tuple(path), span=(since, until))
            for category, path, (since, until) in told["categories"]
        ),
        held={CategoryId(category): tuple((a, b) for a, b in spans) for category, spans in told["held"].items()},
        systems=tuple(
            SystemStay(technique=technique, name=name, url=url, capability=capability, span=(since, until))
            for technique, name, url, capability, (since, until) in told["systems"]
        ),
    )


def survey_accounts(nodes: Iterable[Mapping[str, Any]]) -> tuple[SurveyAccount, ...]:
    """Give one account of each survey from the properties of the survey nodes, those of the oldest workspace first."""
    told = []
    for properties in nodes:
        accounts = [(number, survey_account(properties[mark])) for number, mark in owners_of(properties)]
        if accounts:
            number, first = accounts[0]
            told.append((number, first.place, _unite(first, [account for _, account in accounts[1:]])))
    return tuple(account for *_, account in sorted(told, key=lambda one: (one[0], one[1], one[2].survey.name)))


def taxonomy_of(account: SurveyAccount, as_of: str | None = None) -> Taxonomy:
    """Give the categories that the list has, or had on a day, in its order, with which of them held entries."""
    categories = (
        Category(
            id=stay.category,
            path=stay.path,
            holds_entries=any(stands(span, as_of) for span in account.held.get(stay.category, ())),
        )
        for stay in account.categories
        if stands(stay.span, as_of)
    )
    return Taxonomy(survey=account.survey.name, categories=tuple(categories))


def systems_of(account: SurveyAccount, as_of: str | None = None) -> tuple[System, ...]:
    """Give the systems that the list has, or had on a day, with what they could do then, by id."""
    there = (stay for stay in account.systems if stands(stay.span, as_of))
    return unite_systems(sorted((stay.technique, stay.name, stay.url, stay.capability) for stay in there))


def stands(span: Span, as_of: str | None) -> bool:
    """Tell whether a span covers a day; without one, whether it has no end."""
    since, until = span
    return not until if as_of is None else since <= as_of and (not until or until > as_of)


def _unite(first: SurveyAccount, others: Sequence[SurveyAccount]) -> SurveyAccount:
    """Add to one account what only others tell."""
    for other in others:
        paths, systems = {stay.path for stay in first.categories}, {stay.technique for stay in first.systems}
        ids = {stay.category for stay in first.categories}
        new = (stay for stay in other.categories if stay.path not in paths and stay.category not in ids)
        held = {
            category: tuple(sorted({*first.held.get(category, ()), *other.held.get(category, ())}))
            for category in first.held.keys() | other.held.keys()
        }
        first = replace(
            first,
            categories=(*first.categories, *new),
            held=held,
            systems=(*first.systems, *(stay for stay in other.systems if stay.technique not in systems)),
        )
    return first
