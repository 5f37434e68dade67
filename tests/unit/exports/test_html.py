"""The page is one file that loads nothing and that no text from outside can break."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

from litgraph.exports.graph import ExportGraph
from litgraph.exports.html import render_page
from tests.unit.exports.drawn import HOSTILE, empty, hostile, survey


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes, and the text inside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.code.append(data)


def payload(graph: ExportGraph) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="payload">(.*?)</script>', render_page(graph), re.DOTALL)
    assert found
    parsed: dict[str, Any] = json.loads(found[1])
    return parsed


def test_nothing_is_loaded() -> None:
    for tag, attributes in Tags(render_page(survey())).tags:
        assert not {"src", "srcset", "action", "style", "background"} & attributes.keys(), tag
        assert attributes.get("href") in (None, "data:,")
        assert not [name for name in attributes if name.startswith("on")]


def test_policy_allows_this_script_and_this_style_alone() -> None:
    page = render_page(survey())
    policy = next(a["content"] for _, a in Tags(page).tags if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert style
    assert script
    digests = [base64.b64encode(hashlib.sha256(part[1].encode()).digest()).decode() for part in (script, style)]
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digests[0]}'; style-src 'sha256-{digests[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_script_never_builds_markup_from_text() -> None:
    page = render_page(empty())
    for risky in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert risky not in page


def test_hostile_text_adds_no_tag() -> None:
    assert [tag for tag, _ in Tags(render_page(hostile())).tags] == [tag for tag, _ in Tags(render_page(empty())).tags]


def test_hostile_titles_arrive_as_they_are() -> None:
    assert [paper["title"] for paper in payload(hostile())["papers"]] == list(HOSTILE)


def test_payload_names_places_and_reasons() -> None:
    candidate = payload(survey())["papers"][3]
    assert candidate["probability"] == 0.625
    assert candidate["review"] is True
    assert candidate["because"] == [1, "arxiv:9999.99999"]
    assert candidate["alternatives"] == [[1, 0.625], [4, 0.25]]


def test_notes_say_what_the_page_lacks() -> None:
    assert payload(survey())["notes"] == [
        "References known for 2 of 2 listed papers.",
        "7 more papers of the record, with 1 citation, are not shown here.",
        "Generated on 2024-05-06.",
        "Bibliographic facts: arXiv metadata (CC0), the survey's list.",
    ]


def test_same_graph_same_page() -> None:
    assert render_page(survey()) == render_page(survey())
