"""The explorer page: one HTML file that needs no network. Its parts are the files of `page/`."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib.resources import files

from litgraph.exports.graph import ExportGraph
from litgraph.exports.payload import page_payload

# In the order in which one uses what stands in those before it; all share one scope.
_SCRIPTS = (
    "graph",
    "state",
    "colours",
    "camera",
    "labels",
    "map",
    "list",
    "lineage",
    "detail",
    "filters",
    "search",
    "main",
)
_STYLES = ("style", "map", "panels", "lineage")
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def render_page(graph: ExportGraph) -> str:
    """Build the page. Text from outside stands in it as JSON only, and the page's own script shows it as text only.

    The policy lets nothing load, and only this very script and this very style run.
    """
    script = "\n".join(("(() => {", '"use strict";', *(_part(f"{name}.js") for name in _SCRIPTS), "})();"))
    style = "\n".join(_part(f"{name}.css") for name in _STYLES)
    slots = {
        "policy": _policy(script, style),
        "title": html.escape(f"{graph.survey}: literature explorer"),
        "style": style,
        "script": script,
        "payload": _embedded(page_payload(graph)),
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], _part("page.html"))


def _policy(script: str, style: str) -> str:
    allowed = f"script-src '{_digest(script)}'; style-src '{_digest(style)}'"
    return f"default-src 'none'; {allowed}; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _embedded(payload: object) -> str:
    """Write JSON that no text in it can end: `<`, `>` and `&` become escapes that mean the same to a JSON reader."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _part(name: str) -> str:
    return (files("litgraph.exports") / "page" / name).read_text(encoding="utf-8").rstrip("\n")
