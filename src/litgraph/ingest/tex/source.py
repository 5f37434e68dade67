"""The LaTeX source of a survey as evidence: its sections, what each cites and says of it, and its bibliography."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from litgraph.ingest.tex.bbl import read_bbl
from litgraph.ingest.tex.bib import read_bib
from litgraph.ingest.tex.entries import BibEntry, fill
from litgraph.ingest.tex.expand import decode
from litgraph.ingest.tex.keys import match_keys, spelling
from litgraph.ingest.tex.reading import Reading, TexCite
from litgraph.ingest.tex.tokens import as_latex
from litgraph.ingest.tex.tree import TexTrouble, Tree

_CANDIDATES = 4  # files that are read from beginning to end to find out which is the main one
_BIB_LIMIT = 40 * 1024 * 1024  # bytes of bibliographies
_BEGINNING = re.compile(rb"^[^%\n]*\\document(?:class|style)\b", re.M)
_BODY = re.compile(rb"^[^%\n]*\\begin\s*\{document\}", re.M)
_SUBFILE = re.compile(rb"^[^%\n]*\\documentclass\s*(?:\[[^\]]*\])?\s*\{(?:subfiles|standalone)\}", re.M)
_PROMISING = re.compile(rb"\\(?:section|[a-zA-Z]*cite[a-z]*)\b")
_INPUT = re.compile(rb"\\(?:input|include|subfile|(?:sub)?import)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section and the citations of the text directly in it.

    `path` holds the headings from the top down, `level` is 1 for \\section to 3 for \\subsubsection; text before the
    first heading has no path and level 0, as has a chapter. \\paragraph headings are text of the section above them.
    """

    place: int
    level: int
    path: tuple[str, ...]
    cites: tuple[TexCite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TexSurvey:
    """A survey as its source tells of it.

    `bibliography` holds what is cited, in sections or by \\nocite, and what the printed bibliography (.bbl) holds; a
    citation whose entry is known bears the entry's key, the `unresolved_keys` have none.
    """

    title: str
    main: str
    sections: tuple[Section, ...]
    files: tuple[str, ...]
    missing_inputs: tuple[str, ...] = ()
    missing_bibliographies: tuple[str, ...] = ()
    bibliography: Mapping[str, BibEntry] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    unresolved_keys: tuple[str, ...] = ()

    @property
    def cited_keys(self) -> tuple[str, ...]:
        """Give the distinct keys that sections cite, in the order of the text."""
        return tuple(dict.fromkeys(cite.key for section in self.sections for cite in section.cites))


def read_source(tree: Tree) -> TexSurvey:
    """Read the survey that a source holds; raises TexTrouble where it holds none that can be read."""
    main, reading = _choose_main(tree)
    entries = _entries(tree, main, reading)
    keys = match_keys(reading.keys, entries)
    return TexSurvey(
        title=reading.title,
        main=main,
        sections=tuple(_sections(reading, keys)),
        files=tuple(reading.expander.reached),
        missing_inputs=tuple(reading.expander.missing),
        missing_bibliographies=tuple(dict.fromkeys(reading.missing_bibliographies)),
        bibliography=MappingProxyType(entries),
        unresolved_keys=tuple(key for key in reading.keys if key not in keys),
    )


def _choose_main(tree: Tree) -> tuple[str, Reading]:
    """Choose the document that no other one takes in, and of several the one that cites most."""
    candidates = sorted(_documents(tree), key=lambda path: (-_promise(tree, path), path.count("/"), path))
    if not candidates:
        raise TexTrouble("No file of the source has both \\documentclass and \\begin{document}.")
    readings: dict[str, Reading] = {}
    trouble = None
    for path in candidates[:_CANDIDATES]:
        try:
            readings[path] = Reading(tree.files, path)
        except TexTrouble as error:
            trouble = error
    if trouble and not readings:
        raise trouble
    best = max(readings, key=lambda path: _standing(path, readings))
    return best, readings[best]


def _documents(tree: Tree) -> Iterator[str]:
    for path, content in tree.files.items():
        is_document = _BEGINNING.search(content) and _BODY.search(content) and not _SUBFILE.search(content)
        if path.lower().endswith((".tex", ".ltx")) and is_document:
            yield path


def _promise(tree: Tree, path: str) -> int:
    """Guess at how much a document cites, its files unread: those that it takes in count as much as a page."""
    return len(_PROMISING.findall(tree.files[path])) + 20 * len(_INPUT.findall(tree.files[path]))


def _standing(path: str, readings: Mapping[str, Reading]) -> tuple[bool, int, int, int]:
    alone = not any(path in other.expander.reached for name, other in readings.items() if name != path)
    reading = readings[path]
    return alone, len(reading.keys), len(reading.sections), -path.count("/")


def _sections(reading: Reading, keys: Mapping[str, str]) -> Iterator[Section]:
    """Give the sections with the keys of the entries; what stands before the first heading only where it cites."""
    kept = [section for section in reading.sections if section.path or section.cites]
    for place, section in enumerate(kept):
        cites = dict.fromkeys(replace(cite, key=keys.get(cite.key, cite.key)) for cite in section.cites)
        yield Section(place=place, level=section.level, path=section.path, cites=tuple(cites))


def _entries(tree: Tree, main: str, reading: Reading) -> dict[str, BibEntry]:
    """Read what the survey refers to: .bib files first, gaps filled from .bbl files and from the text itself."""
    printed, others = _printed(tree, main, reading)
    is_wanted = _wanted((*reading.keys, *reading.nocited, *(entry.key for entry in printed)))
    is_complete = reading.bibliographies and not reading.missing_bibliographies
    paths = [*reading.bibliographies, *(() if is_complete else _with_suffix(tree, ".bib"))]
    entries: dict[str, BibEntry] = {}
    for entry in _bib_entries(tree, paths, is_wanted):
        entries.setdefault(entry.key, entry)
    additions = [*printed, *(entry for entry in others if is_wanted(entry.key))]
    known = match_keys((entry.key for entry in additions), entries)
    for entry in additions:
        key = known.get(entry.key, entry.key)
        entries[key] = fill(entries[key], entry) if key in entries else entry
    return entries


def _printed(tree: Tree, main: str, reading: Reading) -> tuple[list[BibEntry], list[BibEntry]]:
    """Read the printed bibliographies: the document's own or, where it has none, any others that lie about."""
    paths = dict.fromkeys((f"{main.rpartition('.')[0]}.bbl", *reading.expander.bbl))
    texts = [as_latex(tokens) for tokens in reading.printed_bibliographies]
    texts += [decode(tree.files[path]) for path in paths if path in tree.files]
    if own := [entry for text in texts for entry in read_bbl(text)]:
        return own, []
    return [], [entry for path in _with_suffix(tree, ".bbl") for entry in read_bbl(decode(tree.files[path]))]


def _bib_entries(tree: Tree, paths: Iterable[str], is_wanted: Callable[[str], bool]) -> Iterator[BibEntry]:
    left = _BIB_LIMIT
    for path in dict.fromkeys(paths):
        left -= len(tree.files[path])
        if left >= 0:
            yield from read_bib(decode(tree.files[path]), is_wanted)


def _with_suffix(tree: Tree, suffix: str) -> list[str]:
    return sorted(path for path in tree.files if path.lower().endswith(suffix))


def _wanted(keys: Iterable[str]) -> Callable[[str], bool]:
    """Tell entries that are cited; `\\nocite{*}` cites all."""
    folded = set(map(spelling, keys))
    return lambda key: "*" in folded or spelling(key) in folded
