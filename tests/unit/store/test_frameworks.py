"""Frameworks over time: what each can do from when to when, and a revision only where something changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from litgraph.model.framework import CapabilityStay, Framework, FrameworkHistory
from litgraph.model.survey import Survey
from litgraph.model.technique import technique_id
from litgraph.store.frameworks import fetch_frameworks, fetch_stays, fetch_systems, replace_frameworks
from litgraph.store.record import Record, open_record
from litgraph.store.schema import MIGRATIONS, migrate
from litgraph.store.surveys import list_hash, upsert_survey
from tests.unit.store.build import TODAY

VLLM = Framework(
    name="vLLM",
    url="https://github.com/vllm-project/vllm",
    category=("Systems", "Frameworks"),
    line=7,
    capabilities=("Serving",),
    lacking=("Training",),
)
MEGATRON = Framework(name="Megatron", line=8, capabilities=("Training", "Serving"))
FIRST, SECOND, THIRD = "2026-01-01", "2026-02-01", "2026-03-01"


@pytest.fixture(autouse=True)
def _survey(record: Record) -> None:
    upsert_survey(record, Survey(name="s", list="README.md"))


def read(record: Record, day: str, *frameworks: Framework, history: FrameworkHistory | None = None) -> None:
    replace_frameworks(record, "s", frameworks, history, day)


def able(record: Record, as_of: str | None = None) -> dict[str, tuple[str, ...]]:
    return {system.name: system.capabilities for system in fetch_systems(record, "s", as_of)}


def stay(framework: Framework, capability: str, since: str, until: str = "") -> CapabilityStay:
    return CapabilityStay(technique=framework.technique, capability=capability, since=since, until=until)


def test_a_framework_is_kept_with_all_that_its_row_says(record: Record) -> None:
    read(record, FIRST, VLLM, MEGATRON)

    assert fetch_frameworks(record, "s") == (VLLM, MEGATRON)
    assert able(record) == {"Megatron": ("Serving", "Training"), "vLLM": ("Serving",)}


def test_read_again_it_changes_nothing(record: Record) -> None:
    read(record, FIRST, VLLM, MEGATRON)
    revision = record.revision

    read(record, SECOND, VLLM, MEGATRON)

    assert record.revision == revision
    assert able(record, "2026-01-15") == able(record)


def test_what_is_new_came_today_and_what_is_gone_went_today(record: Record) -> None:
    read(record, FIRST, VLLM, MEGATRON)
    tuned = Framework(name="vLLM", line=7, capabilities=("Serving", "Training"))

    read(record, SECOND, tuned)

    assert able(record) == {"vLLM": ("Serving", "Training")}
    assert able(record, "2026-01-31") == {"Megatron": ("Serving", "Training"), "vLLM": ("Serving",)}
    assert able(record, SECOND) == able(record)
    assert able(record, "2025-12-31") == {}
    assert [one.name for one in fetch_frameworks(record, "s")] == ["vLLM", "Megatron"]


def test_what_comes_back_has_two_stays(record: Record) -> None:
    read(record, FIRST, VLLM)
    read(record, SECOND)
    read(record, THIRD, VLLM)

    assert [(one.capability, one.since, one.until) for one in fetch_stays(record, "s")] == [
        ("", THIRD, ""),
        ("Serving", THIRD, ""),
        ("", FIRST, SECOND),
        ("Serving", FIRST, SECOND),
    ]


def test_the_history_tells_the_past(record: Record) -> None:
    gone = Framework(name="Gone", line=3)
    past = FrameworkHistory(
        frameworks=(VLLM, gone),
        stays=(
            stay(gone, "", "2024-01-01", "2025-01-01"),
            stay(gone, "Serving", "2024-01-01", "2025-01-01"),
            stay(VLLM, "", ""),
            stay(VLLM, "Serving", "2025-06-01"),
        ),
    )

    read(record, FIRST, VLLM, MEGATRON, history=past)
    revision = record.revision
    read(record, SECOND, VLLM, MEGATRON, history=past)

    assert record.revision == revision
    assert able(record, "2024-06-01") == {"Gone": ("Serving",), "vLLM": ()}
    assert able(record, "2025-06-01") == {"vLLM": ("Serving",)}
    assert able(record, FIRST) == able(record) == {"Megatron": ("Serving", "Training"), "vLLM": ("Serving",)}


def test_two_rows_and_two_spellings_are_one(record: Record) -> None:
    read(record, FIRST, VLLM, Framework(name="VLLM", line=9, capabilities=("serving", "Training")))

    assert able(record) == {"vLLM": ("Serving", "Training")}


def test_lists_keep_to_themselves(record: Record) -> None:
    upsert_survey(record, Survey(name="t", list="OTHER.md"))
    read(record, FIRST, VLLM)
    replace_frameworks(record, "t", [MEGATRON], None, FIRST)

    read(record, SECOND)

    assert able(record) == {}
    assert [system.technique for system in fetch_systems(record, "t")] == [technique_id("Megatron")]
    assert record.check_integrity() == []


def test_a_record_from_before_reads_its_lists_again(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("spaced", 1, str)
    migrate(connection, path, MIGRATIONS[:2])
    connection.execute("INSERT INTO survey VALUES (1, 's', 'README.md', '', '', 'abc')")
    connection.close()

    with open_record(path, write=True, today=TODAY) as record:
        assert list_hash(record, "s") == ""
        assert fetch_systems(record, "s") == ()
