"""A survey's account as text: its days read back as the record tells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from litgraph.graph.neo4j.accounts import (
    SurveyAccount,
    survey_account,
    survey_accounts,
    survey_text,
    systems_of,
    taxonomy_of,
)
from litgraph.graph.neo4j.surveys import read_surveys
from litgraph.graph.schema import Label, survey_id
from litgraph.store.frameworks import fetch_systems
from litgraph.store.lists import fetch_surveys, fetch_taxonomy
from litgraph.store.record import Record, open_record
from tests.contract.small_record import DAY, SURVEY, fill

DAYS = (None, "2018-01-01", "2019-07-01", "2020-01-01", "2020-06-10", "2021-01-01", "2021-08-01", "2023-01-01")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("record") / "record.sqlite", write=True, today=DAY) as opened:
        fill(opened)
        yield opened


def text_of(record: Record) -> str:
    text = read_surveys(record).nodes[Label.SURVEY][survey_id(SURVEY)][""]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("day", DAYS)
def test_every_day_is_read_back(record: Record, day: str | None) -> None:
    account = survey_account(text_of(record))

    assert (account.survey,) == fetch_surveys(record)
    assert taxonomy_of(account, day) == fetch_taxonomy(record, SURVEY, day)
    assert systems_of(account, day) == fetch_systems(record, SURVEY, day)


def test_the_accounts_of_several_workspaces_are_one(record: Record) -> None:
    text = text_of(record)

    assert survey_accounts([{"id": "survey:small", "_w2": text, "_w1": text}]) == (survey_account(text),)


def test_surveys_come_in_the_order_of_their_workspaces(record: Record) -> None:
    def account(name: str, place: int) -> SurveyAccount:
        told = survey_account(text_of(record))
        return replace(told, survey=replace(told.survey, name=name), place=place)

    nodes = [
        {"_w2": survey_text(account("c", 0))},
        {"_w1": survey_text(account("b", 1))},
        {"_w1": survey_text(account("a", 0))},
    ]

    assert [one.survey.name for one in survey_accounts(nodes)] == ["a", "b", "c"]
