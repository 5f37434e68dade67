"""Foreign words on GitHub: shown as they are where they mean nothing there, else in a code span, where nothing does.

A backslash or an entity would not do: GitHub looks for `@name`, `#12`, `GH-12` and commits in the rendered text.
https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
"""

from __future__ import annotations

import re
import unicodedata

from litgraph.lists.escape import readable
from litgraph.model.text import clean_text

_LONGEST = 200  # characters of a title
# A `>` means something only behind a `<` or at the beginning of a line, and no foreign word begins one.
_PLAIN_ASCII = frozenset(" ,.;:'\"()?!+-/%=&>0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_MEANS_MORE = re.compile(
    r"""(?:https?|ftp|mailto|xmpp|ssh|git):   # addresses are linked
    |\bwww\.
    |\bgh-?\d                                 # an issue
    |\b[0-9a-f]{7,64}\b                       # a commit
    |:[\w+-]+:                                # a picture
    |&\#?\w+;                                 # an entity
    """,
    re.VERBOSE | re.IGNORECASE,
)


def shown(text: str, *, in_row: bool = False, most: int = _LONGEST) -> str:
    """Write foreign words on one line, of at most so many characters; `in_row`: in a row of a table."""
    words = readable(clean_text(text))
    words = words if len(words) <= most else words[: most - 1].rstrip() + "…"
    if not words:
        return "(nothing)"
    if all(map(_is_plain, words)) and not _MEANS_MORE.search(words):
        return words
    quoted = words.replace("`", "'")
    return f"`{quoted}`".replace("|", r"\|") if in_row else f"`{quoted}`"


def fenced(lines: list[str], language: str = "") -> str:
    """Write lines as a block of code that none of them can end."""
    shown_lines = [_visible(line) for line in lines]
    longest = max((len(run) for line in shown_lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((fence + language, *shown_lines, fence))


def counted(number: int, noun: str, plural: str = "") -> str:
    """Count: `1 paper`, `2 papers`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _is_plain(character: str) -> bool:
    return character in _PLAIN_ASCII if character.isascii() else character.isprintable()


def _visible(line: str) -> str:
    """Leave out what cannot be seen or turns the direction; blanks stay as they are."""
    kept = (" " if c.isspace() else c for c in line if c == "\t" or not unicodedata.category(c).startswith("C"))
    return "".join(kept)
