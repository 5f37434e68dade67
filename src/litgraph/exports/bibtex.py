"""The papers as a BibTeX file."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from litgraph.exports.graph import ExportGraph, ExportPaper
from litgraph.model.identifiers import PaperId, scheme_of, surname_of, value_of

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\{",
    "}": r"\}",
    **{character: f"\\{character}" for character in "&%_#$"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_WORD = re.compile(r"(\w+)")
_JOURNAL = re.compile(r"\b(journal|transactions|trans\.|tmlr|jmlr|tacl|nature|science|letters|review|pnas)\b", re.I)
_PREPRINT = re.compile(r"\b(arxiv|corr|preprint|biorxiv|openreview)\b", re.I)
# Words that no key is built of, since too many titles begin with them.
_SMALL = frozenset(
    ("a", "an", "the", "on", "of", "in", "for", "to", "and", "or", "is", "are", "do", "can", "how", "with")
)


def render_bibtex(graph: ExportGraph) -> str:
    """Write an entry for each paper that has a title, in the order of their keys."""
    titled = titled_papers(graph).papers
    keys = cite_keys(titled)
    return "\n".join(_entry(keys[paper.id], paper) for paper in sorted(titled, key=lambda paper: keys[paper.id]))


def titled_papers(graph: ExportGraph) -> ExportGraph:
    """Keep the papers that have a title, without their citations."""
    return replace(graph, papers=tuple(paper for paper in graph.papers if paper.title), citations=())


def cite_keys(papers: Iterable[ExportPaper]) -> Mapping[PaperId, str]:
    """Give each paper a key of its own: surname, year and first word of weight, then a, b, … by id where they clash."""
    stems = {paper.id: _stem(paper) for paper in papers}
    counts = Counter(stems.values())
    taken = set(counts)
    suffixes = {stem: _suffixed(stem) for stem in counts}
    keys: dict[PaperId, str] = {}
    for paper, stem in sorted(stems.items()):
        key = stem if counts[stem] == 1 else next(k for k in suffixes[stem] if k not in taken)
        taken.add(key)
        keys[paper] = key
    return keys


def escape_latex(text: str) -> str:
    """Write text so that TeX prints it as it stands: no command, comment or group can come of it."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _entry(key: str, paper: ExportPaper) -> str:
    kind, place = _kind(paper.venue)
    fields = {
        "title": _protected(paper.title),
        "author": " and ".join(map(_author, paper.authors)),
        "year": str(paper.year or ""),
        place: escape_latex(paper.venue) if place else "",
        **_identifier_fields(paper),
        "abstract": escape_latex(paper.abstract),
        "keywords": ", ".join(escape_latex(path[-1]) for path in paper.categories),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if name and value]
    return "\n".join((f"@{kind}{{{key},", *lines, "}", ""))


def _kind(venue: str) -> tuple[str, str]:
    """Choose the entry type and the field for the venue; BibTeX knows no venues, only journals and proceedings."""
    if not venue or _PREPRINT.search(venue):
        return "misc", ""
    return ("article", "journal") if _JOURNAL.search(venue) else ("inproceedings", "booktitle")


def _identifier_fields(paper: ExportPaper) -> dict[str, str]:
    known = {scheme_of(alias): value_of(alias) for alias in sorted((*paper.aliases, paper.id), reverse=True)}
    fields: dict[str, str] = {}
    if "arxiv" in known:
        fields |= {"eprint": _verbatim(known["arxiv"]), "archivePrefix": "arXiv"}
    if "doi" in known:
        fields["doi"] = _verbatim(known["doi"])
    if paper.links:
        fields["url"] = _verbatim(paper.links[0].url)
    return fields


def _verbatim(text: str) -> str:
    """Write a field that biblatex takes as it stands: only what could end it or start a command is percent-encoded."""
    return re.sub(r"[\\{}\s]", lambda found: quote(found[0]), text)


def _protected(title: str) -> str:
    """Brace each word that has a capital, which bibliography styles would put in lower case."""
    pieces = ((piece, escape_latex(piece)) for piece in _WORD.split(title))
    return "".join(f"{{{escaped}}}" if piece != piece.lower() else escaped for piece, escaped in pieces)


def _author(name: str) -> str:
    """Brace a name that BibTeX would take for several people or could not part."""
    escaped = escape_latex(name)
    return f"{{{escaped}}}" if re.search(r"\band\b", name, re.I) or name.count(",") > 2 else escaped


def _stem(paper: ExportPaper) -> str:
    surname = _ascii(surname_of(paper.authors[0])) if paper.authors else ""
    words = filter(None, map(_ascii, paper.title.split()))
    word = next((word for word in words if word not in _SMALL), "")
    return f"{surname or 'anon'}{paper.year or 'nd'}{word}"


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9]", "", decomposed)


def _suffixed(stem: str) -> Iterator[str]:
    """Yield the stem with a … z, then aa, ab, …"""
    number = 0
    while True:
        number += 1
        yield stem + _letters(number)


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
