"""LaTeX as plain text in Unicode: for headings, sentences and the fields of a bibliography.

Names of symbols come from pylatexenc; its own converter fails on much of what people write (an IndexError on
`\\colorbox{red}{x}`, a RecursionError on deep groups), so the text is put together here, in one pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

from litgraph.ingest.tex.cites import is_known_cite, read_cite
from litgraph.ingest.tex.stream import Stream
from litgraph.ingest.tex.tokens import CLOSE, MACRO, OPEN, PARAGRAPH, TEXT, Token, read_tokens, words
from litgraph.model.text import clean_text

CITE = "cite"  # the kind of token that stands for a citation; its text is the character that marks it

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323",
}  # fmt: skip
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "), ("&", " "), ("$", ""))
_DOTLESS = {"ı": "i", "ȷ": "j"}
_OWN_SYMBOLS = {
    "S": "§", "P": "¶", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",  "\\": " ", " ": " ",
    ",": " ", ";": " ", ":": " ", "%": "%", "newline": " ", "linebreak": " ", "slash": "/", "\n": " ", "\t": " ",
    "quad": " ", "qquad": " ", "space": " ", "textasciitilde": "~", "copyright": "©", "enspace": " ", "thinspace": " ",
    "today": "", "item": "", "!": "", "&": "&",
}  # fmt: skip
# Commands whose first arguments are no text (a colour, a length, a label), and how many of them.
_NO_TEXT = {
    **dict.fromkeys(
        words(
            "label ref eqref autoref nameref pageref cref Cref subref vref color textcolor colorbox href "
            "scalebox rotatebox raisebox vspace hspace footnote footnotetext thanks index glsadd includegraphics "
            "phantom hphantom vphantom input include begin end texorpdfstring setcounter cellcolor rowcolor "
            "rowcolors bibliographystyle pagestyle thispagestyle graphicspath cmidrule cline natexlab hypertarget "
            "hyperlink parbox bibinfo bibfield"
        ),
        1,
    ),
    **dict.fromkeys(
        words("fcolorbox resizebox setlength addtolength addcontentsline multicolumn multirow fontsize"), 2
    ),
    **dict.fromkeys(words("footnotemark hyperref selectfont"), 0),
    "definecolor": 3,
}
_BEFORE_POINT = re.compile(r"\s+(?=[,.;:!?)\]](?:\s|$|[)\].,;]))")


def plain(latex: str) -> str:
    """Read a fragment as text in one line."""
    # Most fields of a bibliography hold nothing to be read.
    return tidy(latex) if latex.isascii() and latex.replace(" ", "a").isalnum() else plain_text(read_tokens(latex))


def plain_text(tokens: Iterable[Token]) -> str:
    """Read tokens as text in one line; citations are dropped, those that are marked stay marked."""
    stream = Stream()
    stream.push(tokens)
    pieces: list[str] = []
    accent = ""
    while (token := stream.take()) is not None:
        if token.kind == MACRO and token.text in _ACCENTS:
            accent = _ACCENTS[token.text]
            continue
        piece = _piece(token, stream)
        if accent and piece.strip():
            piece, accent = _accented(piece.lstrip(), accent), ""
        accent = "" if token.kind == CLOSE else accent
        pieces.append(piece)
    return tidy("".join(pieces))


def tidy(text: str) -> str:
    """Put text in one line, without blanks before points, in composed characters."""
    return unicodedata.normalize("NFC", _BEFORE_POINT.sub("", clean_text(text)))


def _piece(token: Token, stream: Stream) -> str:
    if token.kind == MACRO:
        return _symbol(token.text, stream)
    if token.kind == PARAGRAPH:
        return " "
    text = token.text if token.kind in (TEXT, CITE, "[", "]") else ""
    for written, meant in _LIGATURES:
        text = text.replace(written, meant)
    return text


def _symbol(name: str, stream: Stream) -> str:
    """Give what a macro prints by itself; the arguments of one that is not known are text."""
    if name in _NO_TEXT:
        stream.star()
        while stream.optional() is not None:
            pass
        for _ in range(_NO_TEXT[name]):
            stream.argument()
        return ""
    if is_known_cite(name):
        read_cite(name, stream)
        return ""
    if name == "xspace":
        return _space_if_wanted(stream)
    return symbols().get(name, "")


def _space_if_wanted(stream: Stream) -> str:
    """Give the blank of `\\xspace`, which it leaves out before braces and points."""
    token = stream.take()
    if token is None:
        return ""
    stream.give_back(token)
    return "" if token.kind in (OPEN, CLOSE) or token.text.startswith(tuple(".,:;!?/')-")) else " "


def _accented(piece: str, accent: str) -> str:
    first = _DOTLESS.get(piece[0], piece[0])
    return unicodedata.normalize("NFC", first + accent) + piece[1:]


@cache
def symbols() -> Mapping[str, str]:
    """Give the text of each macro that stands for a symbol."""
    specs = get_default_latex_context_db().iter_macro_specs()
    known = {spec.macroname: spec.simplify_repl for spec in specs if isinstance(spec.simplify_repl, str)}
    kept = {name: text for name, text in known.items() if "%" not in text and "<" not in text}
    return {
        name: f" {text} " if len(text) > 1 and text.islower() else text for name, text in kept.items()
    } | _OWN_SYMBOLS
