"""Write `lists/*.json` anew from the lists beside them: `python -m tests.golden.write_lists`.

Read the difference before you commit it: it is what is expected of the parser.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from litgraph.lists.parse import parse_list
from litgraph.model.survey import Entry

FOLDER = Path(__file__).resolve().parent / "lists"


def golden(content: bytes) -> dict[str, Any]:
    """Give what is expected of a list, in the words of its JSON file."""
    document = parse_list(content)
    return {
        "categories": [list(path) for path in document.categories],
        "entries": [_entry(content, entry) for entry in document.entries],
    }


def _entry(content: bytes, entry: Entry) -> dict[str, Any]:
    text = content[entry.span.start : entry.span.end]
    told = {
        "title": entry.title,
        "line": entry.line,
        "lines": len(text.splitlines()),
        "category": list(entry.category),
        "identifiers": list(entry.identifiers),
        "venue": entry.venue,
        "year": entry.year,
        "date": entry.date,
        "authors": list(entry.authors),
        "links": [[link.label, link.url] for link in entry.links],
    }
    return {name: value for name, value in told.items() if value}


def main() -> None:
    """Write every expectation."""
    for file in sorted(FOLDER.glob("*.md")):
        text = json.dumps(golden(file.read_bytes()), ensure_ascii=False, indent=1)
        file.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
