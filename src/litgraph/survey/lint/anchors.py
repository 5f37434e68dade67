"""`broken-anchor`: links within the list that lead nowhere.

GitHub makes a heading's anchor of its text: lower case, blanks to hyphens, without what is no letter, digit, mark,
hyphen or underscore; one that is there already gets `-1`. Links find it without regard to case.
https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from litgraph.lists.headings import heading_name
from litgraph.lists.markup import read_inline
from litgraph.model.finding import Finding
from litgraph.model.identifiers import normalise_title
from litgraph.survey.lint.outline import Contents, plain_lines

# Anchors of the page itself.
_PAGE = frozenset(("", "top", "readme", "start-of-content"))

_LINK = re.compile(r"\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*#(?P<anchor>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\s*\)")
_HREF = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']#(?P<anchor>[^"']*)["'][^>]*>(?P<label>[^<]*)""", re.IGNORECASE)
_TARGET = re.compile(r"""<[a-z][^<>]*?\b(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
# No contents line takes pages; looking through such a one only costs time.
_LONGEST = 8_000
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufe0e\ufe0f"))


def find_broken_anchors(lines: Sequence[str], contents: Contents) -> Iterator[Finding]:
    """Yield the links within the list that no heading and no tag answers, with the heading they mean where certain."""
    shown = plain_lines(lines)
    slugs = _slugs([text for _, _, text in contents.headings])
    targets = {_folded(slug) for slug in slugs}
    targets |= {_folded(target) for line in shown for target in _TARGET.findall(line)}
    names = _by_name(contents, slugs)
    for number, line in enumerate(shown):
        broken = [found for found in _links(line) if _folded(unquote(found["anchor"])) not in targets | _PAGE]
        if broken:
            yield _finding(number + 1, lines[number], broken, names)


def slug(text: str) -> str:
    """Give the anchor of a heading's text, in its own case."""
    kept = (c for c in text.strip() if c in "-_ " or unicodedata.category(c)[0] in "LMN")
    return "".join(kept).replace(" ", "-")


def _slugs(headings: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    slugs = []
    for text in headings:
        made = slug(text)
        count = seen[made.lower()]
        seen[made.lower()] += 1
        slugs.append(f"{made}-{count}" if count else made)
    return slugs


def _folded(anchor: str) -> str:
    return anchor.translate(_INVISIBLE).casefold().removeprefix("user-content-")


def _links(line: str) -> Iterator[re.Match[str]]:
    if len(line) > _LONGEST:
        return
    yield from _LINK.finditer(line)
    yield from _HREF.finditer(line)


def _by_name(contents: Contents, slugs: Sequence[str]) -> dict[str, str]:
    """Give the anchors of headings whose name no other heading has."""
    names = [normalise_title(heading_name(read_inline(text, {}))) for _, _, text in contents.headings]
    counts = Counter(names)
    return {name: made for name, made in zip(names, slugs, strict=True) if name and counts[name] == 1}


def _finding(line: int, text: str, broken: Sequence[re.Match[str]], names: dict[str, str]) -> Finding:
    meant = [names.get(normalise_title(heading_name(read_inline(found["label"], {})))) for found in broken]
    fix = text
    for found, anchor in zip(reversed(broken), reversed(meant), strict=True):
        spelled = (anchor or "") if found["anchor"] != found["anchor"].lower() else (anchor or "").lower()
        fix = fix[: found.start("anchor")] + spelled + fix[found.end("anchor") :]
    told = ", ".join(dict.fromkeys(f"#{found['anchor']}" for found in broken))
    message = f"No heading and no tag answers {told}."
    return Finding(rule="broken-anchor", severity="error", line=line, message=message, fix=fix if all(meant) else None)
