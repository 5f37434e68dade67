"""Named systems: their ids, and rows that name the same one."""

from __future__ import annotations

import pytest

from litgraph.model.framework import Framework, capability_id, pairs_of, unite_frameworks
from litgraph.model.technique import technique_id


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("vLLM", "technique:vllm"),
        ("MLC LLM", "technique:mlc-llm"),
        ("MLC-LLM", "technique:mlc-llm"),
        (" TGI (server) ", "technique:tgi-server"),
        ("snake_case", "technique:snake-case"),
        ("llama.cpp", "technique:llama-cpp"),
        ("C++", "technique:c++"),
        ("昇思", "technique:昇思"),
    ],
)
def test_a_technique_is_named_by_the_words_of_its_name(name: str, id_: str) -> None:
    assert technique_id(name) == id_


def test_a_name_without_words_and_a_very_long_one_have_short_ids() -> None:
    ids = {technique_id(name) for name in ("!!!", "???", "x" * 10_000)}

    assert len(ids) == 3
    assert all(len(id_) < 40 for id_ in ids)


def test_a_capability_is_named_without_regard_to_case() -> None:
    assert capability_id("Efficient Fine-Tuning") == capability_id("efficient fine tuning")


def test_rows_of_one_name_make_one_framework() -> None:
    rows = (
        Framework(name="vLLM", line=3, capabilities=("Serving",), lacking=("Training", "Tuning")),
        Framework(name="TGI", line=4),
        Framework(name="VLLM", url="https://vllm.ai", line=9, capabilities=("Training",)),
    )

    united = unite_frameworks(rows)

    assert united == (
        Framework(
            name="vLLM",
            url="https://vllm.ai",
            line=3,
            capabilities=("Serving", "Training"),
            lacking=("Tuning",),
        ),
        Framework(name="TGI", line=4),
    )
    assert pairs_of(united) == [
        ("technique:vllm", ""),
        ("technique:vllm", "Serving"),
        ("technique:vllm", "Training"),
        ("technique:tgi", ""),
    ]
