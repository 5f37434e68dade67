"""What every query on techniques answers, and the crosswalk, on every backend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.graph.schema import WITNESSED, Edge, Label
from litgraph.graph.to_networkx import to_networkx
from litgraph.queries.answer import Answer, Scope
from litgraph.queries.crosswalk import crosswalk
from litgraph.queries.techniques.claims import claims
from litgraph.queries.techniques.compare import compare
from litgraph.queries.techniques.lineage import lineage
from litgraph.queries.techniques.pairs import combinations, uncompared
from litgraph.queries.techniques.questions.asking import question
from litgraph.queries.techniques.technique import technique
from litgraph.store.record import open_record
from tests.contract.conftest import Opener
from tests.contract.small_record import DAY, SURVEY, fill
from tests.contract.told_record import OTHER, tell

SAID = (Edge.MENTIONS, Edge.INTRODUCES, Edge.VARIANT_OF, Edge.REPORTS, Edge.ABOUT, *WITNESSED)

NOW = Scope(survey=SURVEY, limit=None)
EARLY = Scope(survey=SURVEY, limit=None, as_of="2020-12-31")  # a, b and c are known
BEFORE_I = Scope(survey=SURVEY, limit=None, as_of="2023-12-31")


@pytest.fixture(scope="module")
def backend(opener: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphBackend]:
    """Open each backend in turn over the small record with techniques and a second survey."""
    folder = tmp_path_factory.mktemp("told")
    with open_record(folder / "record.sqlite", write=True, today=DAY) as record:
        fill(record)
        tell(record)
    with (
        open_record(folder / "record.sqlite", write=False, today=DAY) as record,
        opener(record, folder / "graph") as opened,
    ):
        yield opened


def said(answer: Answer) -> list[str]:
    """Write relations and claims as `OneShot EXTENDS HeadCut` and `OneShot speedup 2 x`."""
    return [
        f"{row['subject']} {row['type']} {row['object']}"
        if "type" in row
        else f"{row['technique']} {row['metric']} {row['value']:g} {row['unit']}"
        for row in answer.rows
        if "type" in row or row.get("metric")
    ]


@pytest.mark.parametrize("name", ["HeadCut", "headcut", "Head-Cut", "technique:headcut"])
def test_technique_by_any_spelling(backend: GraphBackend, name: str) -> None:
    answer = technique(backend, name, NOW)

    assert answer.more["technique"] == {
        "id": "technique:headcut",
        "name": "HeadCut",
        "kind": "method",
        "aliases": ["Head-Cut"],
        "introduced_by": ["local:a"],
        "family": None,
        "variants": [],
        "categories": [["Model", "Pruning"]],
        "capabilities": [],
        "named_by": 2,
    }
    assert said(answer) == ["HeadCut USES BERT", "OneShot EXTENDS HeadCut", "HeadCut memory 3 x"]
    assert [row["direction"] for row in answer.rows if row["says"] == "relation"] == ["out", "in"]


def test_technique_at_a_day(backend: GraphBackend) -> None:
    assert said(technique(backend, "HeadCut", EARLY)) == ["HeadCut USES BERT", "HeadCut memory 3 x"]


def test_technique_keeps_contradictions_and_counts_what_is_doubtful(backend: GraphBackend) -> None:
    answer = technique(backend, "OneShot", NOW)

    better = {f"{row['subject']} > {row['object']}" for row in answer.rows if row.get("contradicted")}
    assert better == {"OneShot > FilterCut", "FilterCut > OneShot"}
    assert answer.warnings == ("1 relation less sure than that are left out; --min-confidence shows them",)
    assert not any(row.get("contradicted") for row in technique(backend, "OneShot", BEFORE_I).rows)
    facts: Any = answer.more["technique"]
    assert facts["variants"] == ["OneShot 7B"]


def test_an_unknown_technique_names_the_nearest(backend: GraphBackend) -> None:
    with pytest.raises(InputError, match="Did you mean HeadCut"):
        technique(backend, "HedCut", NOW)


@pytest.mark.parametrize("name", ["", "(.*", "x'}) DETACH DELETE n //", '"', "a\x00b", "\ud800"])
def test_any_text_may_be_asked_for(backend: GraphBackend, name: str) -> None:
    with pytest.raises(InputError, match="technique"):
        technique(backend, name, NOW)


def test_lineage(backend: GraphBackend) -> None:
    answer = lineage(backend, "OneShot", NOW)

    assert answer.more["root"] == {"id": "technique:oneshot", "name": "OneShot", "date": "2022-01-10"}
    assert [(row["direction"], row["type"], row["technique"], row["date"], row["depth"]) for row in answer.rows] == [
        ("ancestor", "EXTENDS", "HeadCut", "2018-03-01", 1),
        ("ancestor", "COMBINES", "pruning", "2018-03-01", 1),
        ("ancestor", "COMBINES", "distillation", "2022-01-10", 1),
        ("descendant", "VARIANT_OF", "OneShot 7B", "2024-02-02", 1),
    ]
    assert lineage(backend, "HeadCut", NOW).rows[1]["via"] == "OneShot"
    assert [row["technique"] for row in lineage(backend, "HeadCut", NOW, depth=1).rows] == ["OneShot"]
    assert lineage(backend, "HeadCut", EARLY).rows == ()


def test_compare(backend: GraphBackend) -> None:
    answer = compare(backend, ["oneshot", "FilterCut"], NOW)

    assert answer.rows[0] == {
        "says": "category",
        "category": ["Model", "Pruning"],
        "techniques": ["OneShot", "FilterCut"],
        "shared": True,
    }
    assert said(answer) == [
        "FilterCut OUTPERFORMS OneShot",
        "OneShot OUTPERFORMS FilterCut",
        "OneShot quality_change 0 %",
        "OneShot speedup 2 x",
    ]
    assert said(compare(backend, ["OneShot", "FilterCut"], BEFORE_I))[0] == "OneShot OUTPERFORMS FilterCut"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"metric": "speedup"}, ["OneShot speedup 2 x", "OneShot 7B speedup 3 x"]),
        ({"technique": "headcut"}, ["HeadCut memory 3 x"]),
        ({"category": "Data"}, ["LossPick training_cost 2 x"]),
        ({"category": "Pruning", "metric": "memory"}, ["HeadCut memory 3 x"]),
        ({"category": "Pruning", "confidence": 0.95}, []),
    ],
)
def test_claims(backend: GraphBackend, asked: dict[str, Any], found: list[str]) -> None:
    assert said(claims(backend, NOW, **asked)) == found


def test_claims_at_a_day(backend: GraphBackend) -> None:
    assert said(claims(backend, EARLY)) == ["HeadCut memory 3 x", "LossPick training_cost 2 x"]


def test_uncompared(backend: GraphBackend) -> None:
    assert [(row["techniques"], row["named_by"]) for row in uncompared(backend, "Pruning", NOW).rows] == [
        (["FilterCut", "HeadCut"], [3, 2]),
        (["HeadCut", "OneShot"], [2, 2]),
    ]


def test_combinations(backend: GraphBackend) -> None:
    rows = combinations(backend, "Pruning", NOW).rows

    assert (rows[0]["techniques"], rows[0]["combined_by"], rows[0]["paper"], rows[0]["sentence"]) == (
        ["distillation", "pruning"],
        "OneShot",
        "local:e",
        "OneShot combines distillation.",
    )
    never = [set(row["techniques"]) for row in rows if row["combined_by"] is None]
    assert {"FilterCut", "pruning"} in never
    assert {"distillation", "pruning"} not in never
    assert {"OneShot", "pruning"} not in never


def test_question_on_saving_without_loss(backend: GraphBackend) -> None:
    rows = question(backend, 1, NOW).rows

    assert [(row["chain"], row["metric"], row["says_quality_kept"]) for row in rows] == [
        (["OneShot", "HeadCut", "pruning", "distillation"], "speedup", True)
    ]
    assert rows[0]["quality"][0]["value"] == 0
    assert rows[0]["categories"] == [["Model", "Pruning"]]


def test_question_on_dimensions(backend: GraphBackend) -> None:
    answer = question(backend, 3, NOW)

    assert [(row["category"], row["technique"], row["metric"]) for row in answer.rows] == [
        (["Model"], "HeadCut", "memory"),
        (["Model"], "OneShot", "speedup"),
        (["Data"], "LossPick", "training_cost"),
    ]
    assert [row["technique"] for row in question(backend, 3, Scope(survey=SURVEY, limit=2)).rows] == [
        "HeadCut",
        "LossPick",
    ]


def test_question_on_choosing_data(backend: GraphBackend) -> None:
    rows = question(backend, 4, NOW).rows

    # "Deduplicating the corpora …" says so in its title; it reports no number and names no technique of its own.
    assert [(row["paper"], row["technique"], row["found_by"]) for row in rows] == [("local:d", "@paper", "title")]


def test_question_on_scaling_is_silent_where_nobody_speaks_of_it(backend: GraphBackend) -> None:
    assert question(backend, 2, NOW).rows == ()


def test_question_on_repositories(backend: GraphBackend) -> None:
    assert [(row["kind"], row["repository"]) for row in question(backend, 5, NOW).rows] == [
        ("list", "README.md"),
        ("list", "OTHER.md"),
        ("system", "https://y.org"),
    ]


def test_crosswalk(backend: GraphBackend) -> None:
    rows = crosswalk(backend, SURVEY, OTHER, NOW).rows

    found = {("/".join(row["category_a"] or ()), "/".join(row["category_b"] or ())): row for row in rows}
    assert list(found) == [("Model", "Sparsity"), ("Model/Pruning", "Sparsity"), ("Data", "Data")]
    # Both lists have a and b, which are all that stand at either heading: phi is 1, two thirds of it for two papers.
    assert found["Model/Pruning", "Sparsity"]["overlap"] == pytest.approx(2 / 3)
    assert found["Model/Pruning", "Sparsity"]["shared"] == ["local:a", "local:b"]
    assert found["Model/Pruning", "Sparsity"]["relation"] == "same"
    assert (found["Data", "Data"]["label"], found["Data", "Data"]["shared_papers"]) == (1.0, 0)


def test_crosswalk_at_a_day(backend: GraphBackend) -> None:
    rows = crosswalk(backend, SURVEY, OTHER, Scope(survey=SURVEY, as_of="2019-08-01", limit=None)).rows

    assert [(row["category_a"], row["category_b"]) for row in rows if row["relation"] != "none"] == [
        (["Data"], ["Data"])
    ]


def test_counts_of_what_is_said(backend: GraphBackend) -> None:
    now, early = backend.counts(), backend.counts(as_of=EARLY.as_of)

    assert (now.nodes[Label.TECHNIQUE], now.nodes[Label.CLAIM]) == (10, 5)  # with the two systems of the list's table
    assert {edge.value: now.edges[edge] for edge in SAID if now.edges[edge]} == {
        "MENTIONS": 15,
        "INTRODUCES": 4,
        "VARIANT_OF": 1,
        "REPORTS": 5,
        "ABOUT": 5,
        "USES": 1,
        "EXTENDS": 2,
        "OUTPERFORMS": 2,
        "COMBINES": 2,
    }
    assert (early.nodes[Label.TECHNIQUE], early.nodes[Label.CLAIM]) == (7, 2)
    assert {edge.value: early.edges[edge] for edge in SAID if early.edges[edge]} == {
        "MENTIONS": 6,
        "INTRODUCES": 3,
        "REPORTS": 2,
        "ABOUT": 2,
        "USES": 1,
    }


def test_networkx_tells_what_is_said(backend: GraphBackend) -> None:
    graph = to_networkx(backend, backend.paper_ids())

    kinds = Counter[str]()
    for _, _, kind, told in graph.edges(keys=True, data=True):
        kinds[kind] += len(told.get("witnesses", "1"))
    counted = backend.counts().edges
    assert {edge: kinds[edge] for edge in SAID} == {edge: counted[edge] for edge in SAID}
    assert graph.nodes["technique:headcut"]["aliases"] == ["Head-Cut"]
    assert graph.edges["technique:oneshot", "technique:headcut", "EXTENDS"]["witnesses"] == [
        {"paper": "local:e", "sentence": "OneShot extends HeadCut.", "confidence": 0.97, "extractor": "told"}
    ]
