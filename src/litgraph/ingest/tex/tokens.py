"""LaTeX text as a row of tokens, without comments and without what is printed verbatim.

pylatexenc reads control sequences and comments; runs of plain text between them are taken whole, which is some ten
times as fast as its one token a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pylatexenc.latexwalker import LatexWalker, LatexWalkerEndOfStream
from pylatexenc.macrospec import LatexContextDb


def words(text: str) -> tuple[str, ...]:
    """Read a list of names of commands or environments."""
    return tuple(text.split())


# The kinds of tokens. A parameter is the `#1` of a macro body, `##1` has the text `#1`.
MACRO, OPEN, CLOSE, SQUARE, ENDSQUARE, PARAMETER, PARAGRAPH, TEXT = "macro", "{", "}", "[", "]", "#", "par", "text"
BUILT_IN = "built in"  # a macro with the meaning that it has before anyone redefines it

_PLAIN = re.compile(r"(?:[^\\{}\[\]%#\n]|\n(?![ \t]*\n))+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_PARAMETER = re.compile(r"#(#*\d?)")
_LETTERS = re.compile(r"[A-Za-z@]+")
_ENVIRONMENT = re.compile(r"\s{0,80}\{([^{}\n]{1,80})\}")
_ADDRESS = re.compile(r"\s{0,80}(?:\[[^\[\]]{0,200}\])?\s{0,80}\{([^{}]*)\}")
_VERB = re.compile(r"\*?([^\sA-Za-z*{])(?:(?!\1)[^\n])*\1")
_INLINE_CODE = re.compile(r"(?:\[[^\[\]\n]*\])?(?:\{\w*\})?(?:\{[^{}\n]*\}|([^\s\w{])(?:(?!\1)[^\n])*\1)")
# Environments that TeX does not read, or that are there for programs.
VERBATIM = frozenset(
    words(
        "verbatim verbatim* Verbatim Verbatim* BVerbatim LVerbatim spverbatim VerbatimOut comment lstlisting minted "
        "tcblisting filecontents filecontents* CCSXML"
    )
)
_ADDRESSES = ("url", "href", "path", "nolinkurl", "hyperref@url")
_CODE = ("lstinline", "mintinline", "mint")
# Private-use characters stand for citations in text (plain.py); the text itself may not hold any.
_PRIVATE = re.compile("[\U000f0000-\U000fffff]")
_NO_MACROS = LatexContextDb()


class Token(NamedTuple):
    """A token: its kind, and the name of the macro, the text, or the number of the parameter."""

    kind: str
    text: str = ""


Tokens = tuple[Token, ...]


def read_tokens(source: str) -> Tokens:
    """Read the tokens of a file or fragment; braces without a partner are left out."""
    source = _PRIVATE.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    return _balanced(list(_tokens(source)))


def written(tokens: Iterable[Token]) -> str:
    """Write tokens as text again, as keys and names of files need it: without braces and paragraphs."""
    return "".join(f"\\{text}" if kind == MACRO else text for kind, text in tokens if kind not in (OPEN, CLOSE))


def as_latex(tokens: Iterable[Token]) -> str:
    """Write tokens as LaTeX that has the same tokens."""
    return "".join(map(_latex, tokens))


def _latex(token: Token) -> str:
    if token.kind == MACRO:
        return f"\\{token.text} " if token.text.isalpha() else f"\\{token.text}"
    if token.kind == PARAGRAPH:
        return "\n\n"
    return token.kind + token.text if token.kind in (OPEN, CLOSE, PARAMETER) else token.text


def _tokens(source: str) -> Iterator[Token]:
    walker = LatexWalker(source, latex_context=_NO_MACROS, tolerant_parsing=True)
    place, at_letter = 0, False
    while place < len(source):
        if source[place] == "\\":
            name, place = _macro(walker, place, at_letter)
            at_letter = name == "makeatletter" or (at_letter and name != "makeatother")
            kept, place = _after_macro(source, name, place)
            yield from kept
        elif source[place] == "%":
            comment = walker.get_token(place, environments=False)
            place = comment.pos + comment.len
        else:
            token, place = _other(source, place)
            yield token


def _macro(walker: LatexWalker, place: int, at_letter: bool) -> tuple[str, int]:
    """Read a control sequence with the blanks that belong to it; `@` is a letter within packages' code only."""
    try:
        token = walker.get_token(place, environments=False)
    except LatexWalkerEndOfStream:
        return "", place + 1
    name, end = token.arg[-1:] if token.tok.startswith("mathmode") else token.arg, token.pos + token.len
    if not name.isascii():  # é or 中 ends a name, whatever the engine
        letters = _LETTERS.match(name)
        name = letters[0] if letters else name[0]
        return name, token.pos + 1 + len(name)
    if at_letter and not token.post_space and (name == "@" or name.isalpha()):
        more = _LETTERS.match(walker.s, end)
        name, end = (name + more[0], more.end()) if more else (name, end)
    return name, end


def _after_macro(source: str, name: str, place: int) -> tuple[Tokens, int]:
    """Take what follows a macro as it stands where TeX would: code, verbatim environments, addresses."""
    if name == "begin" and (found := _ENVIRONMENT.match(source, place)) and found[1] in VERBATIM:
        end = source.find(f"\\end{{{found[1]}}}", found.end())
        return (), len(source) if end < 0 else end + len(found[1]) + 6
    if name in ("verb", "Verb") or name in _CODE:
        skipped = (_INLINE_CODE if name in _CODE else _VERB).match(source, place)
        return (), skipped.end() if skipped else place
    if name in _ADDRESSES and (found := _ADDRESS.match(source, place)):
        address = re.sub(r"\\([%#&_~{}])", r"\1", found[1])
        return (Token(MACRO, name), Token(OPEN), Token(TEXT, address), Token(CLOSE)), found.end()
    return (Token(MACRO, name),), place


def _other(source: str, place: int) -> tuple[Token, int]:
    if plain := _PLAIN.match(source, place):
        return Token(TEXT, plain[0]), plain.end()
    if blank := _BLANK_LINE.match(source, place):
        return Token(PARAGRAPH), blank.end()
    if parameter := _PARAMETER.match(source, place):
        return Token(PARAMETER, parameter[1]), parameter.end()
    kind = source[place]
    return Token(kind, kind if kind in "[]" else ""), place + 1


def _balanced(tokens: list[Token]) -> Tokens:
    opened: list[int] = []
    lonely: set[int] = set()
    for place, token in enumerate(tokens):
        if token.kind == OPEN:
            opened.append(place)
        elif token.kind == CLOSE and opened:
            opened.pop()
        elif token.kind == CLOSE:
            lonely.add(place)
    lonely.update(opened)
    return tuple(token for place, token in enumerate(tokens) if place not in lonely) if lonely else tuple(tokens)
