"""The past replayed: on a list whose future is known, with scores that can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from litgraph.evaluate.metrics import area_under_curve, overlap
from litgraph.evaluate.replay import evaluate_survey
from litgraph.evaluate.report import write_report
from litgraph.evaluate.splits import choose_splits
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import CategoryStay, Entry, ListDocument, ListHistory, Listing, Span, Survey
from litgraph.pipeline import Outcome
from litgraph.store.lists import replace_list, upsert_survey
from litgraph.store.record import open_record
from tests.encoders import HashEncoder

PRUNING, CACHE, LATE = ("Pruning",), ("Cache",), ("Later Heading",)
TODAY = "2024-12-31"
METHODS = {"litgraph", "majority", "tfidf-nn", "tfidf-lr", "zero-shot"}


def _listing(number: int, title: str, category: tuple[str, ...], since: str) -> Listing:
    entry = Entry(
        title=title,
        category=category,
        line=number,
        span=Span(start=number, end=number + 1),
        identifiers=(PaperId(f"arxiv:2301.{number:05d}"),),
    )
    return Listing(entry=entry, since=since)


def _history() -> ListHistory:
    words = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")
    old = [_listing(n, f"pruning of sparse layers {word}", PRUNING, "2024-01-10") for n, word in enumerate(words, 1)]
    old += [_listing(n, f"cache eviction of keys {word}", CACHE, "2024-01-10") for n, word in enumerate(words, 21)]
    new = [_listing(n, f"pruning of layers iota{n}", PRUNING, "2024-05-01") for n in range(41, 44)]
    new += [_listing(n, f"cache eviction kappa{n}", CACHE, "2024-06-01") for n in range(51, 54)]
    late = [_listing(61, "something unheard of", LATE, "2024-07-01")]
    stays = [CategoryStay(path=PRUNING, since="2024-01-10"), CategoryStay(path=CACHE, since="2024-01-10")]
    return ListHistory(listings=(*old, *new, *late), categories=(*stays, CategoryStay(path=LATE, since="2024-07-01")))


def _evaluate(folder: Path, *as_of: str, until: str | None = None) -> Outcome:
    history = _history()
    document = ListDocument(
        entries=tuple(listing.entry for listing in history.listings), headings=(), categories=(PRUNING, CACHE, LATE)
    )
    survey = Survey(name="s", list="README.md")
    with open_record(folder / "record.sqlite", write=True, today=TODAY) as record:
        upsert_survey(record, survey)
        replace_list(record, "s", document, history, TODAY)
        return evaluate_survey(
            record, survey, HashEncoder(), as_of=as_of, until=until, progress=lambda what, done, of: None
        )


def test_later_papers_are_held_against_the_list_of_then(tmp_path: Path) -> None:
    outcome = _evaluate(tmp_path, "2024-03-31")

    (split,) = outcome.value["splits"]
    assert (split["as_of"], split["until"], split["n_train"], split["n_test"]) == ("2024-03-31", TODAY, 16, 6)
    scores = outcome.value["classification"]
    assert set(scores) == METHODS
    assert scores["litgraph"]["leaf_top1"]["value"] == 1.0
    assert scores["majority"]["leaf_top1"]["value"] == 0.5
    for by_metric in scores.values():
        assert all(score["low"] <= score["value"] <= score["high"] for score in by_metric.values() if score)
    assert outcome.value["discovery"]["of"] == 6
    assert any("did not exist" in warning for warning in outcome.warnings)


def test_the_same_replay_gives_the_same_scores(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    assert _evaluate(tmp_path / "a", "2024-03-31") == _evaluate(tmp_path / "b", "2024-03-31")


def test_origins_are_quarters_with_enough_before_and_after() -> None:
    days = ["2023-02-01"] * 40 + ["2023-05-01"] * 20 + ["2023-08-01"] * 2 + ["2023-11-01"] * 30

    splits = choose_splits(days, "2024-01-15")

    assert [(split.as_of, split.until) for split in splits] == [
        ("2023-03-31", "2023-06-30"),
        ("2023-06-30", "2024-01-15"),
    ]


def test_too_short_a_history_has_no_origins() -> None:
    assert choose_splits(["2023-02-01"] * 10, "2024-01-15") == ()


def test_overlap_is_the_f1_of_shared_headings() -> None:
    assert overlap(("A", "B"), ("A", "B")) == 1
    assert overlap(("A", "B"), ("A", "C")) == pytest.approx(0.5)
    assert overlap(("A",), ("A", "B", "C")) == pytest.approx(0.5)
    assert overlap(("A",), ("B",)) == 0


def test_area_under_curve_counts_pairs_and_halves_ties() -> None:
    assert area_under_curve(np.array([0.9, 0.5]), np.array([0.1, 0.5])) == pytest.approx(3.5 / 4)


def test_several_days_are_replayed_each_until_the_next(tmp_path: Path) -> None:
    outcome = _evaluate(tmp_path, "2024-05-15", "2024-03-31", until="2024-06-30")

    spans = [(split["as_of"], split["until"], split["n_test"]) for split in outcome.value["splits"]]
    assert spans == [("2024-03-31", "2024-05-15", 3), ("2024-05-15", "2024-06-30", 3)]
    assert outcome.value["splits"][0]["classification"]["litgraph"]["leaf_top1"] == 1.0


def test_a_lead_is_counted_paper_by_paper(tmp_path: Path) -> None:
    outcome = _evaluate(tmp_path, "2024-03-31")

    lead = outcome.value["differences"]
    assert set(lead) == METHODS - {"litgraph"}
    assert lead["majority"]["leaf_top1"]["value"] == 0.5
    assert lead["majority"]["leaf_top1"]["low"] <= 0.5 <= lead["majority"]["leaf_top1"]["high"]


def test_reliability_counts_every_paper_once(tmp_path: Path) -> None:
    outcome = _evaluate(tmp_path, "2024-03-31")

    rows = outcome.value["reliability"]
    assert sum(row["count"] for row in rows) == 6
    assert all(row["from"] <= row["predicted"] <= row["to"] for row in rows)
    assert all(row["low"] <= row["observed"] <= row["high"] for row in rows)


def test_the_report_tells_methods_splits_and_what_was_left_out(tmp_path: Path) -> None:
    outcome = _evaluate(tmp_path, "2024-03-31")

    report = write_report("A <b>list</b> | of | bars", outcome.value, outcome.warnings)

    assert "| 2024-03-31 | 2024-12-31 | 16 | 6 | 1 | 1.000 |" in report
    assert "| best heading right | 1.000 [1.000, 1.000] | 0.500 [" in report
    assert "did not exist then" in report
    assert "<b>" not in report
