"""LaTeX of bibliographies as plain text."""

from __future__ import annotations

import pytest

from litgraph.ingest.formats.latex import plain_address, plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("{BERT}: Pre-training of {D}eep Models", "BERT: Pre-training of Deep Models"),
        (r"Kurt G{\"{o}}del", "Kurt Gödel"),
        (r"{\L}ukasz, {\c{C}}, \v{S}koda, \'{\i}, \o re", "Łukasz, Ç, Škoda, í, øre"),
        (r"50% faster \& R&D at 10\% of x_1", "50% faster & R&D at 10% of x_1"),
        ("{\\em k}-means in $O(n^2)$ -- a ``proof''", "k-means in O(n^2) – a “proof”"),
        (r"$\alpha$-entmax", "α-entmax"),
        ("an { open brace", "an  open brace"),
        ("100% of {it}", "100% of it"),
        ("", ""),
    ],
)
def test_accents_and_symbols_become_unicode(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@pytest.mark.parametrize("text", ["{" * 100_000, "\\" * 100_000, r"\'" * 5_000, "$" * 999, r"\input{/etc/passwd}\'"])
def test_nothing_stops_it_and_nothing_is_run(text: str) -> None:
    assert "root" not in plain_text(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"10.1007/978-3\_5", "10.1007/978-3_5"),
        (r"\url{https://arxiv.org/abs/2306.00978}", "https://arxiv.org/abs/2306.00978"),
        (r"https://a.org/\%7Ex\~{}y", "https://a.org/%7Ex~y"),
        ("{10.1000/182}", "10.1000/182"),
    ],
)
def test_addresses_lose_their_escapes_only(text: str, plain: str) -> None:
    assert plain_address(text) == plain
