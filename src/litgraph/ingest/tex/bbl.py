"""Bibliographies as BibTeX and biblatex leave them in a .bbl file, or as authors write them by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from litgraph.ingest.tex.entries import BibEntry, identifiers_in, is_preprint, one_of_each, read_fields, read_year
from litgraph.ingest.tex.plain import plain, plain_text
from litgraph.ingest.tex.stream import Stream
from litgraph.ingest.tex.tokens import MACRO, Token, Tokens, read_tokens, written
from litgraph.model.identifiers import PaperId, arxiv_id, doi

_ENTRY_LIMIT = 20_000  # characters
_FIELD_LIMIT = 100  # of one entry
_WRAPPED = re.compile(r"(?<!\\)%[ \t]*\n[ \t]*")
_SPACING = re.compile(r"\\penalty\s?-?\d+\s?|\\hskip[^\\]{0,80}\\relax")
_BETWEEN = re.compile(r"\\end\{thebibliography\}.*?(?=\\begin\{thebibliography\}|\Z)", re.S)
_BIBITEM = re.compile(r"\\bibitem(?![A-Za-z])")
_DECLARED_DOI = re.compile(r"\\(?:doi|showDOI|bibdoi)\s?\{+(?:doi:\s?)?(10\.[^\s{}]+)", re.I)
_DECLARED_ARXIV = re.compile(
    r"\\(?:showeprint|eprint|bibeprint)\s?(?:\[[^\[\]]{0,20}\])?\s?\{+(?:arXiv:)?([^\s{}]+)", re.I
)

_QUOTED = re.compile(r"^(?P<authors>[^“]*)“(?P<title>[^”]+)”(?P<rest>.*)$")
_SPRINGER = re.compile(r"^(?P<authors>[^:]{3,}?(?:\.|al\.?|others)): ?(?P<title>[^.]+(?:\.\S[^.]*)*)\.(?P<rest>.*)$")
_PERSON = re.compile(r"(?:and )?(?:(?:[^\W\d_]\.[ -]?){1,4}\s?[^\W\d_][\w'’-]+(?: [\w'’-]+){0,2}|et al\.?|others)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}|[JS]r\.?|I{2,3}")
_YEAR_AT_END = re.compile(r"[\s,(]*(?:1[89]|20)\d\d[a-z]?[).\s]*$")
_CUT_VENUE = re.compile(r",|\bpages?\b|\bvolume\b|\bvol\b|[(\[]|https?:|^\W*\d|(?<=[a-z]{5})\.(?=\s)| \d+:")

_BRACE = re.compile(r"\\.|[{}]", re.S)
_BIBLATEX_ENTRY = re.compile(r"\\entry\{([^{}]+)\}\{(\w+)\}")
_BIBLATEX_FIELD = re.compile(r"\\field\{(\w+)\}(?=\{)")
_BIBLATEX_VERB = re.compile(r"\\verb\{(\w+)\}\s*\\verb ([^\n]*)\n")
_BIBLATEX_NAMES = re.compile(r"\\name\{(author|editor)\}\{\d*\}\{[^{}]*\}(?=\{)")
_BIBLATEX_NAME = re.compile(r"\b(hash|family|given|prefix)=")
_BIBLATEX_SPACE = re.compile(r"\\bib(?:name|init)delim[a-z]\s?|\\bibinitperiod\s?")


def read_bbl(text: str) -> Iterator[BibEntry]:
    """Yield the entries of a bibliography in their order."""
    if "\\endentry" in text:
        yield from _biblatex(text)
    text = _SPACING.sub(" ", _WRAPPED.sub("", _BETWEEN.sub("", text)))
    for piece in _BIBITEM.split(text)[1:]:
        entry = _bibitem(piece[:_ENTRY_LIMIT])
        if entry.key:
            yield entry


def _bibitem(text: str) -> BibEntry:
    """Read what follows `\\bibitem`: a label that may be absent, the key, and the work."""
    stream = Stream()
    stream.push(read_tokens(text))
    label = stream.optional()
    key = " ".join(written(stream.argument()).split())
    body: list[Token] = []
    while (token := stream.take()) is not None:
        body.append(token)
    entry = _declared(key, tuple(body)) or _in_blocks(key, tuple(body)) or _in_words(key, plain_text(body))
    year = entry.year or read_year(_last_year(plain_text(body))) or read_year(plain_text(label or ()))
    return BibEntry(
        key=key,
        title=entry.title.strip(" .,"),
        authors=entry.authors,
        year=year,
        venue=entry.venue,
        identifiers=one_of_each(_identifiers(text)),
    )


def _declared(key: str, body: Tokens) -> BibEntry | None:
    """Read the entry of a style that names its parts: `\\bibinfo{title}{…}`, `\\showarticletitle{…}`."""
    told: dict[str, list[str]] = {}
    stream = Stream()
    stream.push(body)
    while (token := stream.take()) is not None:
        if token.kind == MACRO and token.text == "bibinfo":
            name = written(stream.argument()).strip()
            told.setdefault(name, []).append(plain_text(stream.argument()))
        elif token.kind == MACRO and token.text == "showarticletitle":
            told.setdefault("title", []).append(plain_text(stream.argument()))
    title = (told.get("title") or told.get("booktitle") or [""])[0]
    if not title:
        return None
    venue = (told.get("booktitle") or told.get("journal") or [""])[0] if "title" in told else ""
    authors = [name for person in told.get("person") or told.get("author", []) for name in _names(person)]
    year = read_year(" ".join(told.get("year", [])))
    return BibEntry(key=key, title=title, authors=tuple(authors), year=year, venue="" if is_preprint(venue) else venue)


def _in_blocks(key: str, body: Tokens) -> BibEntry | None:
    """Read the entry of a style that parts authors, title and venue by `\\newblock`."""
    blocks: list[list[Token]] = [[]]
    for token in body:
        if token.kind == MACRO and token.text == "newblock":
            blocks.append([])
        else:
            blocks[-1].append(token)
    texts = [text for text in map(plain_text, blocks) if text]
    if len(blocks) < 2 or len(texts) < 2:
        return None
    venue = texts[2] if len(texts) > 2 else ""
    return BibEntry(key=key, title=texts[1].strip("“” .,"), authors=tuple(_names(texts[0])), venue=_venue(venue))


def _in_words(key: str, text: str) -> BibEntry:
    """Read an entry without marks: a title in quotes, after a colon, or the first piece that is no name."""
    if found := _QUOTED.match(text) or _SPRINGER.match(text):
        venue = re.sub(r"^[\s,.]*(?:in:?\s)?", "", found["rest"], flags=re.I)
        return BibEntry(key=key, title=found["title"], authors=tuple(_names(found["authors"])), venue=_venue(venue))
    pieces = text.split(", ")
    count = next((n for n, piece in enumerate(pieces) if not _PERSON.fullmatch(piece)), len(pieces))
    if not count or count == len(pieces):
        return BibEntry(key=key)
    return BibEntry(key=key, title=pieces[count], authors=tuple(_names(", ".join(pieces[:count]))))


def _names(text: str) -> Iterator[str]:
    """Part a list of names, `A. Vaswani, N. Shazeer, and …` or `Vaswani, A., Shazeer, N.`."""
    text = _YEAR_AT_END.sub("", text)
    names: list[str] = []
    for name in re.split(r",\s*(?:and\s+)?|;\s*|\s+(?:and|&)\s+", text):
        name = name.strip(" .") + ("." if re.search(r"\b[^\W\d_]\.$", name.strip()) else "")
        if names and _INITIALS.fullmatch(name):
            names[-1] = f"{name} {names[-1]}"
        elif name and not re.match(r"et al|others", name):
            names.append(name)
    yield from (name.removesuffix(" et al").strip() for name in names)


def _venue(text: str) -> str:
    text = re.sub(r"^in:?\s+", "", text, flags=re.I)
    name = _CUT_VENUE.split(text, maxsplit=1)[0].strip(" .,“”")
    return "" if is_preprint(name) or not re.search(r"[^\W\d_]{2}", name) else name


def _last_year(text: str) -> str:
    years = re.findall(r"(?<![\d.:/])(?:1[89]|20)\d\d(?!\d|[.:/–-]\d)", text)
    return years[-1] if years else ""


def _identifiers(text: str) -> Iterator[PaperId]:
    for name in _DECLARED_DOI.findall(text):
        if found := doi(name.replace("\\_", "_")):
            yield found
    for name in _DECLARED_ARXIV.findall(text):
        if found := arxiv_id(name):
            yield found
    yield from identifiers_in(text)


def _biblatex(text: str) -> Iterator[BibEntry]:
    starts = list(_BIBLATEX_ENTRY.finditer(text))
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        body = text[start.end() : min(end, start.end() + _ENTRY_LIMIT * 5)].partition("\\endentry")[0]
        fields = {name.lower(): value for name, value in _BIBLATEX_VERB.findall(body)}
        fields |= {
            found[1].lower(): _braced(body, found.end())
            for found in islice(_BIBLATEX_FIELD.finditer(body), _FIELD_LIMIT)
        }
        fields |= {
            found[1]: _biblatex_names(_braced(body, found.end())) for found in islice(_BIBLATEX_NAMES.finditer(body), 2)
        }
        yield read_fields(" ".join(start[1].split()), start[2], fields)


def _biblatex_names(text: str) -> str:
    """Write biblatex's list of names as BibTeX has it."""
    people: list[dict[str, str]] = []
    for part in _BIBLATEX_NAME.finditer(text):
        if part[1] == "hash":  # each person begins with one
            people.append({})
        elif people:
            people[-1].setdefault(part[1], plain(_BIBLATEX_SPACE.sub("~", _braced(text, part.end()))))
    named = ((person.get("prefix", ""), person.get("family", ""), person.get("given", "")) for person in people)
    return " and ".join(
        f"{{{f'{prefix} {family}'.strip()}}}, {{{given}}}" if given else f"{{{family}}}"
        for prefix, family, given in named
    )


def _braced(text: str, start: int) -> str:
    """Give what is within the braces that open at `start`."""
    depth = 0
    for brace in _BRACE.finditer(text, start, start + _ENTRY_LIMIT):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0 and brace[0] == "}":
            return text[start + 1 : brace.start()]
    return ""
