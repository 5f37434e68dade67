"""Sizes and versions as techniques of their own, under a family."""

from __future__ import annotations

import pytest

from litgraph.model.resolved import Resolved, Rule
from litgraph.techniques.resolve.resolve import resolve
from tests.unit.techniques.resolve.written import called, named, read, reason


def families(*names: str, kind: str = "model") -> dict[str, str | None]:
    resolved = resolve([read(f"p:{n}", named(name, kind=kind)) for n, name in enumerate(names)])
    return {one.name: _name(resolved, one.family) for one in resolved.techniques}


def _name(resolved: Resolved, key: str | None) -> str | None:
    return next((one.name for one in resolved.techniques if one.id == key), None)


def test_a_size_is_of_its_version_and_that_of_its_line() -> None:
    assert families("LLaMA", "LLaMA-2", "LLaMA-2-7B", "Llama 2 (13B)") == {
        "LLaMA": None,
        "LLaMA-2": "LLaMA",
        "LLaMA-2-7B": "LLaMA-2",
        "Llama 2 (13B)": "LLaMA-2",
    }


@pytest.mark.parametrize(
    ("variant", "family"),
    [
        ("Llama 3.1", "Llama"),
        ("GPT-3.5", "GPT"),
        ("OPT-1.3B", "OPT"),
        ("Mixtral-8x7B", "Mixtral"),
        ("DeepSeek-V3", "DeepSeek"),
        ("BERT-base", "BERT"),
        ("Qwen2.5-7B-Instruct", "Qwen2.5"),
        ("FlashAttention-2", "FlashAttention"),
    ],
)
def test_sizes_versions_and_variants_are_of_a_family(variant: str, family: str) -> None:
    assert families(variant, family)[variant] == family


@pytest.mark.parametrize(
    ("name", "other"),
    [("QLoRA", "LoRA"), ("LoRA+", "LoRA"), ("T5", "T"), ("ImageBERT", "BERT"), ("Self-Instruct", "X")],
)
def test_what_only_sounds_alike_is_of_none(name: str, other: str) -> None:
    assert families(name, other)[name] is None


def test_a_family_that_no_text_names_is_made_of_its_variants() -> None:
    assert families("GPT-3.5", "GPT-4") == {"GPT": None, "GPT-3.5": "GPT", "GPT-4": "GPT"}


def test_one_variant_makes_no_family() -> None:
    assert families("GPT-4") == {"GPT-4": None}


def test_a_term_of_art_has_no_variants() -> None:
    assert families("INT8", "INT4", "INT", kind="concept")["INT8"] is None


def test_why_it_is_a_variant_is_told() -> None:
    resolved = resolve([read("p:1", named("OPT", kind="model"), named("OPT-6.7B", kind="model"))])

    assert reason(resolved, called(resolved, "OPT-6.7B").id, Rule.FAMILY) == "OPT with the size 6.7B"
