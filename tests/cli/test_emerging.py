"""`litgraph emerging`: clusters straight after init and import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Litgraph
from tests.unit.emerging.made_up import field

LONG, LATE = range(36), range(26, 36)


def imported(litgraph: Litgraph, workspace: Path, folder: Path, per_month: int = 3) -> None:
    papers, _, pairs = field({"prune": LONG, "quant": LONG, "cache": LATE}, per_month=per_month)
    lines: list[dict[str, object]] = [
        {"id": key, "title": f"{one.title} {key[6:].replace('-', '')}", "date": one.date, "authors": list(one.authors)}
        for key, one in papers.items()
    ]
    lines += [{"citing": citing, "cited": cited} for citing, cited in pairs]
    file = folder / "field.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert litgraph("import", file, "-w", workspace).exit_code == 0


def test_clusters_come_best_first_with_their_evidence(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> None:
    imported(litgraph, workspace, tmp_path)

    run = litgraph("emerging", "-w", workspace, "--encoder", "fast", "--as-of", "2022-12", "--json")

    assert run.exit_code == 0, run.stderr
    assert run.answer["as_of"] == "2022-12-31"
    clusters = run.answer["clusters"]
    scores = [cluster["score"] for cluster in clusters]
    assert scores == sorted(scores, reverse=True)
    assert sum("cache" not in paper for paper in clusters[0]["papers"]) <= 2  # of the list's own
    assert clusters[0]["emerging"] is True
    assert clusters[0]["size"] == len(clusters[0]["papers"]) >= 5
    assert all(2 <= len(cluster["label"].split()) <= 5 for cluster in clusters)
    assert len({cluster["label"].casefold() for cluster in clusters}) == len(clusters)


def test_the_answer_is_the_same_again_and_a_table_for_people(
    litgraph: Litgraph, workspace: Path, tmp_path: Path
) -> None:
    imported(litgraph, workspace, tmp_path)

    first, again = (litgraph("emerging", "-w", workspace, "--encoder", "fast", "--json") for _ in range(2))
    shown = litgraph("emerging", "-w", workspace, "--encoder", "fast", "--limit", "1")

    assert first.stdout == again.stdout
    assert all(cluster["nearest_category"] for cluster in first.answer["clusters"])
    assert shown.exit_code == 0
    assert first.answer["clusters"][0]["label"] in shown.stdout


def test_a_day_before_all_papers_has_no_cluster(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("emerging", "-w", workspace, "--encoder", "fast", "--as-of", "1990", "--json")

    assert run.exit_code == 0
    assert run.answer == {"as_of": "1990-12-31", "clusters": []}


def test_the_past_is_replayed_and_scored_beside_baselines(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> None:
    imported(litgraph, workspace, tmp_path, per_month=5)

    run = litgraph("emerging", "-w", workspace, "--encoder", "fast", "--backtest", "--to", "2021-12-31", "--json")

    assert run.exit_code == 0, run.stderr
    origins = run.answer["origins"]
    assert [origin["as_of"] for origin in origins] == ["2021-09-30", "2021-12-31"]
    assert origins[0]["until"] == "2022-09-30"
    assert set(run.answer["pooled"]) == {"litgraph", "last-growth", "size", "newest", "bursts", "chance"}
    for method in run.answer["pooled"].values():
        assert 0 <= method["csi"]["low"] <= method["csi"]["value"] <= method["csi"]["high"] <= 1
        assert set(method) == {"csi", "precision_at_10", "recall_at_20", "lead_months"}
    shown = litgraph("emerging", "-w", workspace, "--encoder", "fast", "--backtest", "--to", "2021-09-30")
    assert "last-growth" in shown.stdout


def test_days_that_do_not_go_together_are_refused(litgraph: Litgraph, workspace: Path) -> None:
    for wrong in (("--from", "2020"), ("--backtest", "--as-of", "2020")):
        run = litgraph("emerging", "-w", workspace, *wrong)

        assert run.exit_code == 2
        assert "--backtest" in run.stderr


@pytest.mark.parametrize("headings", ["## Pruning\n\n## Quantization\n", ""])
def test_citations_alone_are_enough(litgraph: Litgraph, tmp_path: Path, headings: str) -> None:
    _, _, pairs = field({"prune": LONG, "quant": LONG})
    (tmp_path / "list.md").write_text(f"# A Survey\n\n{headings}", encoding="utf-8")
    (tmp_path / "edges.csv").write_text("citing,cited\n" + "".join(f"{a},{b}\n" for a, b in pairs), encoding="utf-8")
    folder = tmp_path / "bare"
    assert litgraph("init", folder, "--list", tmp_path / "list.md").exit_code == 0
    assert litgraph("import", tmp_path / "edges.csv", "-w", folder).exit_code == 0

    run = litgraph("emerging", "-w", folder, "--encoder", "fast", "--json")

    assert run.exit_code == 0, run.stderr
    clusters = run.answer["clusters"]
    assert sum(cluster["size"] for cluster in clusters) >= 0.5 * 144
    assert all(2 <= len(cluster["label"].split()) <= 5 for cluster in clusters)


def test_clusters_are_followed_over_time_and_drawn(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> None:
    imported(litgraph, workspace, tmp_path)
    fast, picture = ("-w", workspace, "--encoder", "fast"), tmp_path / "time.svg"

    run = litgraph("emerging", "--over-time", "--from", "2022", "--to", "2022-12-31", "-o", picture, *fast, "--json")
    shown = litgraph("emerging", "--over-time", "--to", "2022-06-30", *fast)

    assert run.exit_code == 0, run.stderr
    days = [window["as_of"] for window in run.answer["windows"]]
    assert days[:3] == ["2022-03-31", "2022-06-30", "2022-09-30"]
    assert any(one["event"] == "birth" for window in run.answer["windows"] for one in window["clusters"])
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert (shown.exit_code, "known" in shown.stdout) == (0, True)
    for wrong in (("--over-time", "--backtest"), ("--over-time", "--limit", "3"), ("-o", picture)):
        assert litgraph("emerging", *wrong, *fast).exit_code == 2


def test_a_higher_resolution_makes_more_clusters(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> None:
    imported(litgraph, workspace, tmp_path)
    fast = ("-w", workspace, "--encoder", "fast")

    few, many = (litgraph("emerging", "--resolution", each, *fast, "--json") for each in ("0.1", "8"))

    assert len(few.answer["clusters"]) < len(many.answer["clusters"])
    one = many.answer["clusters"][-1]
    asked = litgraph("query", "cluster", one["id"], "--resolution", "8", *fast, "--limit", "500", "--json")
    assert [row["paper"] for row in asked.answer["rows"]] == one["papers"]
    assert litgraph("emerging", "--resolution", "0", *fast).exit_code == 2
    assert litgraph("emerging", "--resolution", "2", "--backtest", *fast).exit_code == 2
