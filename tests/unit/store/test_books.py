"""Vectors, runs and fetch states: kept beside what the record knows, without a new revision."""

from __future__ import annotations

from litgraph.store.record import Record
from litgraph.store.runs import FetchState, Run, fetch_states, last_runs, log_run, put_fetch_states
from litgraph.store.text import spaced, storable, union_of
from litgraph.store.vectors import fetch_vectors, put_vectors


def test_vectors_are_kept_by_encoder_and_hash(record: Record) -> None:
    put_vectors(record, "minilm", {"a": b"\x00\x01", "b": b"\x02"})
    put_vectors(record, "minilm", {"a": b"\x09"})
    assert fetch_vectors(record, "minilm", ["a", "b", "c"]) == {"a": b"\x09", "b": b"\x02"}
    assert fetch_vectors(record, "other", ["a"]) == {}


def test_many_vectors_are_read_at_once(record: Record) -> None:
    vectors = {f"{n:05}": b"x" for n in range(40_000)}
    put_vectors(record, "minilm", vectors)
    assert fetch_vectors(record, "minilm", vectors) == vectors


def test_the_last_run_of_each_stage_stands(record: Record) -> None:
    log_run(record, "import", "2024-01-01", {"read": 1})
    log_run(record, "import", "2024-02-02", {"read": 2})
    assert last_runs(record) == {"import": Run(stage="import", day="2024-02-02", counts={"read": 2})}


def test_the_last_outcome_of_each_question_stands(record: Record) -> None:
    def state(key: str, outcome: str) -> FetchState:
        return FetchState(name="references", key=key, state=outcome, day="2024-01-01")

    put_fetch_states(record, [state("a", "failed"), state("b", "ok")])
    put_fetch_states(record, [state("a", "ok")])
    assert fetch_states(record, "references") == {"a": state("a", "ok"), "b": state("b", "ok")}
    assert fetch_states(record, "references", ["b", "c"]) == {"b": state("b", "ok")}
    assert fetch_states(record, "other") == {}


def test_books_make_no_revision(record: Record) -> None:
    put_vectors(record, "minilm", {"a": b"x"})
    log_run(record, "import", "2024-01-01", {})
    put_fetch_states(record, [FetchState(name="n", key="k", state="ok", day="2024-01-01")])
    assert record.revision == 0


def test_characters_without_blanks_between_them_are_set_apart() -> None:
    assert spaced("GPT量化").split() == ["GPT", "量", "化"]
    assert spaced("plain text") == "plain text"


def test_text_is_made_storable() -> None:
    assert storable("a\x00b\ud800") == "ab\ufffd"


def test_lists_of_text_are_united() -> None:
    assert (union_of(None, '["a"]'), union_of('["b"]', '["a","b"]')) == ('["a"]', '["a","b"]')
