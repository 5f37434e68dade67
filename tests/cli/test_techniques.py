"""`litgraph techniques`: the answer of the contract, the same each time, and what people decide of names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Litgraph

ABSTRACTS: list[dict[str, Any]] = [
    {
        "id": "2210.17323",
        "title": "GPTQ: Accurate Quantization for Generative Pre-trained Transformers",
        "abstract": "We propose GPTQ, a one-shot weight quantization method. GPTQ outperforms RTN on LLaMA-7B. "
        "It reduces memory by 4x compared to FP16.",
        "date": "2022-10-31",
    },
    {
        "id": "2306.00978",
        "title": "AWQ: Activation-aware Weight Quantization for LLM Compression",
        "abstract": "We propose AWQ, a method for low-bit weight quantization. AWQ outperforms GPTQ on LLaMA. "
        "Unlike GPTQ, it needs no backpropagation. We achieve a 3.2x speedup over FP16 on mobile GPUs.",
        "date": "2023-06-01",
    },
    {"id": "10.1000/none", "title": "", "abstract": "", "year": 2020},
    {
        "id": "10.1000/long",
        "title": "量化 in <b>HTML</b> and $\\alpha$",
        "abstract": "量化方法 " * 20_000,
        "year": 2021,
    },
    {
        "id": "10.1000/odd",
        "title": "'; DROP TABLE technique; -- .*(",
        "abstract": "MATCH (n) DETACH DELETE n",
        "year": 2022,
    },
]


@pytest.fixture
def mined(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> Path:
    """Give a workspace with abstracts whose techniques have been read."""
    file = tmp_path / "abstracts.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in ABSTRACTS), encoding="utf-8")
    assert litgraph("import", file, "-w", workspace).exit_code == 0
    assert litgraph("techniques", "-w", workspace, "--offline").exit_code == 0
    return workspace


def answer(litgraph: Litgraph, folder: Path, *more: object) -> Any:
    run = litgraph("techniques", *more, "-w", folder, "--json")
    assert run.exit_code == 0, run.stderr
    assert json.loads(run.stdout)["schema"] == "litgraph/techniques.v1"
    return run.answer


def ids(value: Any) -> dict[str, str]:
    return {one["name"]: one["id"] for one in value["techniques"]}


def texts() -> dict[str, str]:
    schemes = {one["id"]: "doi" if "/" in one["id"] else "arxiv" for one in ABSTRACTS}
    return {f"{schemes[one['id']]}:{one['id']}": f"{one['title']}\n{one['abstract']}" for one in ABSTRACTS}


def test_it_works_straight_after_init(litgraph: Litgraph, tmp_path: Path, survey_list: Path) -> None:
    folder = tmp_path / "new"
    assert litgraph("init", folder, "--list", survey_list).exit_code == 0

    value = answer(litgraph, folder)

    assert {"GPTQ", "AWQ", "SparseGPT"} <= set(ids(value))


def test_the_answer_has_the_keys_of_the_contract(litgraph: Litgraph, mined: Path) -> None:
    value = answer(litgraph, mined)

    assert {"techniques", "mentions", "relations", "claims"} <= set(value)
    assert all({"id", "name", "aliases", "kind", "introduced_by"} <= set(one) for one in value["techniques"])
    assert all({"paper", "technique"} <= set(one) for one in value["mentions"])
    said = {"type", "subject", "object", "paper", "sentence", "confidence", "extractor"}
    assert value["relations"]
    assert all(said <= set(one) for one in value["relations"])
    claimed = {"technique", "metric", "value", "unit", "baseline", "condition", "paper", "sentence", "confidence"}
    assert value["claims"]
    assert all(claimed <= set(one) for one in value["claims"])


def test_what_is_said_is_said_of_techniques_and_stands_in_the_text(litgraph: Litgraph, mined: Path) -> None:
    value = answer(litgraph, mined)
    known = {*ids(value).values(), "@paper"}

    assert {one["technique"] for one in (*value["mentions"], *value["claims"])} <= known
    assert {end for one in value["relations"] for end in (one["subject"], one["object"])} <= known
    assert all(one["sentence"] in texts()[one["paper"]] for one in (*value["relations"], *value["claims"]))


def test_everything_is_sorted_by_paper_then_place(litgraph: Litgraph, mined: Path) -> None:
    value = answer(litgraph, mined)

    for many in (value["relations"], value["claims"]):
        places = [(one["paper"], one["span"]["part"] != "title", one["span"]["start"]) for one in many]
        assert places == sorted(places)
    assert [one["paper"] for one in value["mentions"]] == sorted(one["paper"] for one in value["mentions"])


def test_an_unchanged_record_gives_the_same_answer_and_is_not_written(litgraph: Litgraph, mined: Path) -> None:
    revision = litgraph("status", "-w", mined, "--json").answer["revision"]
    first = answer(litgraph, mined)

    assert answer(litgraph, mined) == first
    assert litgraph("status", "-w", mined, "--json").answer["revision"] == revision


def test_one_paper_is_told_alone(litgraph: Litgraph, mined: Path) -> None:
    value = answer(litgraph, mined, "--paper", "2306.00978")

    said = (*value["mentions"], *value["relations"], *value["claims"])
    assert {one["paper"] for one in said} == {"arxiv:2306.00978"}
    assert "AWQ" in ids(value)
    assert [one["id"] for one in value["techniques"] if one["introduced_by"] == ["arxiv:2306.00978"]] == [
        "technique:awq"
    ]


def test_an_unknown_paper_is_an_error(litgraph: Litgraph, mined: Path) -> None:
    assert litgraph("techniques", "--paper", "9999.99999", "-w", mined).exit_code == 3


def test_an_unknown_extractor_is_an_error(litgraph: Litgraph, mined: Path) -> None:
    run = litgraph("techniques", "--extractor", "ofline", "-w", mined)

    assert run.exit_code == 3
    assert "offline" in run.last_line


def test_people_see_rows(litgraph: Litgraph, mined: Path) -> None:
    rows = [line.split("\t") for line in litgraph("techniques", "-w", mined).stdout.splitlines()]

    assert ["arxiv:2306.00978", "AWQ", "INTRODUCED"] in [row[:3] for row in rows]
    assert all(len(row) == 6 for row in rows)


def test_status_knows_the_stage(litgraph: Litgraph, mined: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"id": "2401.00001", "title": "Tiny: a new paper"}) + "\n")
    assert litgraph("import", file, "-w", mined).exit_code == 0

    stages = {one["name"]: one for one in litgraph("status", "-w", mined, "--json").answer["stages"]}

    assert stages["techniques"]["pending"] == 1
    assert stages["techniques"]["last_run"]


def test_techniques_are_merged_and_split_again(litgraph: Litgraph, mined: Path) -> None:
    merged = litgraph("techniques", "merge", "AWQ", "GPTQ", "-w", mined, "--json")
    assert merged.exit_code == 0, merged.stderr
    together = ids(answer(litgraph, mined))
    assert len({"AWQ", "GPTQ"} & set(together)) == 1

    assert litgraph("techniques", "split", "AWQ", "GPTQ", "-w", mined).exit_code == 0
    assert {"AWQ", "GPTQ"} <= set(ids(answer(litgraph, mined)))


def test_an_alias_is_found_under_its_technique(litgraph: Litgraph, mined: Path) -> None:
    assert litgraph("techniques", "alias", "GPTQ", "RTN", "-w", mined).exit_code == 0

    (gptq,) = [one for one in answer(litgraph, mined)["techniques"] if one["name"] == "GPTQ"]

    assert "RTN" in gptq["aliases"]


def test_decisions_stand_beside_the_list_and_outlive_the_record(
    litgraph: Litgraph, mined: Path, survey_list: Path
) -> None:
    assert litgraph("techniques", "merge", "AWQ", "GPTQ", "-w", mined).exit_code == 0
    (line,) = (survey_list.parent / "litgraph-techniques.jsonl").read_text().splitlines()
    assert {"decision": "merge", "technique": "AWQ", "spellings": ["GPTQ"]}.items() <= json.loads(line).items()

    for file in (mined / ".litgraph").glob("record*"):
        file.unlink()

    assert len({"AWQ", "GPTQ"} & set(ids(answer(litgraph, mined)))) == 1
    (decision,) = litgraph("techniques", "decisions", "-w", mined, "--json").answer["decisions"]
    assert decision["decision"] == "merge"


def test_a_line_taken_out_of_the_file_is_taken_back(litgraph: Litgraph, mined: Path, survey_list: Path) -> None:
    assert litgraph("techniques", "merge", "AWQ", "GPTQ", "-w", mined).exit_code == 0

    (survey_list.parent / "litgraph-techniques.jsonl").write_text("")

    assert {"AWQ", "GPTQ"} <= set(ids(answer(litgraph, mined)))


def test_why_is_explained(litgraph: Litgraph, mined: Path) -> None:
    told = litgraph("techniques", "explain", "awq", "-w", mined, "--json").answer

    assert told["id"] == "technique:awq"
    assert {"spelling", "rule", "evidence"} == set(told["accounts"][0])


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge", "AWQ", "AWG"),
        ("merge", "AWQ", "awq"),
        ("split", "AWQ", "GPTQ"),
        ("alias", "Nothing of the Kind", "AWQ"),
        ("explain", "'; DROP TABLE technique; --"),
    ],
)
def test_what_decides_nothing_is_refused(litgraph: Litgraph, mined: Path, arguments: tuple[str, ...]) -> None:
    run = litgraph("techniques", *arguments, "-w", mined)

    assert run.exit_code == 3
    assert run.stdout == ""


def test_an_unknown_technique_names_the_nearest(litgraph: Litgraph, mined: Path) -> None:
    run = litgraph("techniques", "explain", "GPTTQ", "-w", mined)

    assert "Did you mean GPTQ" in run.last_line
