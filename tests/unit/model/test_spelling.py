"""Spellings that are one name, and spellings that are not."""

from __future__ import annotations

import pytest

from litgraph.model.spelling import spelling_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("LLaMA-2-7B", "Llama 2 (7B)", "llama2-7b", "LLaMA\u20112\u201107B".replace("07B", "7B")),
        ("KV cache", "KV-Cache", "kv_cache", "KVCache"),
        ("β-VAE", "beta-VAE", r"$\beta$-VAE"),
        ("R²", "R2", "R^2"),
        ("quantisation", "Quantization"),
        (r"$\texttt{Tiny}$Net", "TinyNet"),
        ("R.O.M.E.", "ROME"),
    ],
)
def test_case_blanks_hyphens_and_type_do_not_count(spellings: tuple[str, ...]) -> None:
    assert len({spelling_key(spelling) for spelling in spellings}) == 1


def test_signs_that_tell_names_apart_count() -> None:
    names = ("C", "C++", "C#", "A*", "A", "GPT-3.5", "GPT-35", "LoRA", "LoRA+", "论文", "量化")

    assert len({spelling_key(name) for name in names}) == len(names)


@pytest.mark.parametrize("odd", ["...", "—", "()", ".*", "'; DROP TABLE paper; --", "💡", "\ud800", "[a-z]+"])
def test_whatever_is_written_has_a_key(odd: str) -> None:
    assert spelling_key(odd)
