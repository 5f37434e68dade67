"""Entries of a list."""

from __future__ import annotations

import pytest

from litgraph.model.survey import Entry, Link, Span


@pytest.mark.parametrize(
    ("links", "code"),
    [
        ((), ""),
        ((("Paper", "https://a.example"), ("Code", "https://b.example")), "https://b.example"),
        ((("GitHub repo", "https://b.example"), ("code", "https://c.example")), "https://b.example"),
        ((("Decoding", "https://b.example"),), ""),
        ((("code", "javascript:alert(1)"), ("code", "./here")), ""),
    ],
)
def test_the_code_of_an_entry_stands_behind_the_first_link_that_says_so(
    links: tuple[tuple[str, str], ...], code: str
) -> None:
    made = tuple(Link(label=label, url=url) for label, url in links)

    assert Entry(title="A", category=("B",), line=1, span=Span(start=0, end=1), links=made).code == code
