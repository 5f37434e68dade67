"""Clusters from window to window: born, growing, split, merged, ended."""

from __future__ import annotations

import numpy as np

from litgraph.emerging.corpus import ordinal
from litgraph.emerging.history import Event, Window, match_clusters, shape_history, trace
from tests.unit.emerging.made_up import corpus

DAYS = [ordinal(day) for day in ("2021-06-30", "2021-12-31", "2022-06-30", "2022-12-31")]
LONG, LATE = range(36), range(20, 36)


def labels(*sizes: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)


def topics(window: Window) -> dict[str, Event]:
    """Give the event of each cluster by the topic that most of its papers are of."""
    found = {}
    for stage in window.stages:
        kinds = [paper[6:11] for paper in stage.papers]
        found[max(sorted(set(kinds)), key=kinds.count)] = stage.event
    return found


def test_a_topic_that_comes_late_is_born_and_others_go_on_under_their_band() -> None:
    field = corpus({"prune": LONG, "quant": LONG, "cache": LATE}, per_month=3)

    windows = trace(field, DAYS)

    assert topics(windows[0]) == {"prune": Event.KNOWN, "quant": Event.KNOWN}
    assert next(topics(window)["cache"] for window in windows if "cache" in topics(window)) is Event.BIRTH
    of_bands = {(stage.band, stage.papers[0][6:11]) for window in windows for stage in window.stages}
    assert len(of_bands) == len({band for band, _ in of_bands})  # no band changes its topic
    old = {stage.band for stage in windows[-1].stages if not stage.papers[0].startswith("local:cache")}
    assert old <= {stage.band for stage in windows[0].stages}
    assert [window.as_of for window in windows] == ["2021-06-30", "2021-12-31", "2022-06-30", "2022-12-31"]
    assert all(window.ended == () for window in windows)


def test_nothing_that_comes_later_changes_a_window() -> None:
    whole = corpus({"prune": LONG, "quant": LONG, "cache": LATE}, per_month=3)

    assert trace(whole, DAYS[:2]) == trace(whole.until(DAYS[1]), DAYS[:2])


def test_the_same_again() -> None:
    field = corpus({"prune": LONG, "quant": LONG, "cache": LATE}, per_month=3)

    assert shape_history(trace(field, DAYS)) == shape_history(trace(field, DAYS))


def test_two_halves_of_one_are_a_split_of_which_one_goes_on() -> None:
    match = match_clusters(labels(20), labels(12, 8))

    assert [match.goes_on(0), match.goes_on(1)] == [0, None]
    assert [match.sources(0), match.sources(1)] == [[0], [0]]


def test_two_that_become_one_are_parts_of_it() -> None:
    match = match_clusters(labels(12, 8), labels(20))

    assert match.goes_on(0) == 0
    assert match.parts(0) == [0, 1]


def test_what_shares_next_to_nothing_has_no_source() -> None:
    before = labels(20, 20)
    after = np.array([0] * 20 + [1] * 18 + [2] * 2 + [2] * 10)

    match = match_clusters(before, after)

    assert match.sources(2) == []
    assert match.goes_on(2) is None


def test_of_no_papers_there_is_no_cluster() -> None:
    field = corpus({"prune": LONG}, per_month=3)

    (window,) = trace(field, [ordinal("2000-01-01")])

    assert (window.known, window.stages) == (0, ())
