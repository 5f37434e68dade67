"""Only addresses of the web become links."""

from __future__ import annotations

import pytest

from litgraph.exports.links import is_web_address, paper_links
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Link


def test_identifiers_make_links_best_first() -> None:
    known = [PaperId(text) for text in ("s2:123", "doi:10.1000/a<b>", "arxiv:hep-ph/9901001", "title:ff", "local:x")]
    assert [(link.label, link.url) for link in paper_links(known)] == [
        ("arXiv", "https://arxiv.org/abs/hep-ph/9901001"),
        ("DOI", "https://doi.org/10.1000/a%3Cb%3E"),
        ("Semantic Scholar", "https://api.semanticscholar.org/CorpusID:123"),
    ]


def test_other_links_come_once_and_lead_elsewhere() -> None:
    others = [
        Link(label="Paper", url="https://arxiv.org/pdf/2210.17323v2"),
        Link(label="Code", url="https://github.com/a/b"),
        Link(label="Again", url="https://github.com/a/b"),
        Link(label="", url="https://www.example.org/x"),
    ]
    made = paper_links([PaperId("arxiv:2210.17323")], others)
    assert [link.label for link in made] == ["arXiv", "Code", "example.org"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://",
        "http:example.org",
        'https://a.org/"onload=x',
        "https://a.org/ b",
        "https://[a.org",
        "",
    ],
)
def test_everything_else_is_no_link(url: str) -> None:
    assert not is_web_address(url)
    assert paper_links([], [Link(label="x", url=url)]) == ()
