"""Entries of a bibliography, and the identifiers that their fields carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from litgraph.ingest.tex.plain import plain, tidy
from litgraph.model.identifiers import PaperId, arxiv_id, doi, identifier_in_url, parse_identifier, scheme_of

# The fields in which authors hide identifiers, the most telling first: of two different arXiv ids the first counts.
_TELLING = (
    "url",
    "howpublished",
    "journal",
    "journaltitle",
    "volume",
    "number",
    "pages",
    "note",
    "booktitle",
    "publisher",
)
_FIELD_LIMIT = 20_000  # characters; an abstract is not read at all
_ARXIV_TEXT = re.compile(
    r"(?:arxiv[\s:.,]{0,3}|\babs[/-])\s?((?:[a-z-]+(?:\.[a-z]{2})?/)?\d{4}\.?\d{3,5})(?:v\d+)?", re.I
)
_URL = re.compile(r"https?://[^\s{}<>\"\\,;]+")
_DOI_TEXT = re.compile(r"\bdoi[\s:]{1,3}(10\.\d{4,9}/[^\s{}<>\",;]+)", re.I)
_DBLP = re.compile(r"corr/abs-(\d{4})-(\d{4,5})\b", re.I)
_PREPRINT = re.compile(r"arxiv|\bcorr\b|^abs/", re.I)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_AND = re.compile(r"\s+and\s+", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class BibEntry:
    """A work as a bibliography tells of it; `venue` is empty for a preprint, authors are `First Last`."""

    key: str
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    kind: str = ""
    identifiers: frozenset[PaperId] = frozenset()


def read_fields(key: str, kind: str, fields: Mapping[str, str]) -> BibEntry:
    """Read an entry from its fields in LaTeX, by their names in lower case."""
    given = {name: value[:_FIELD_LIMIT] for name, value in fields.items()}
    return BibEntry(
        key=key,
        title=_title(given),
        authors=tuple(read_authors(given.get("author") or given.get("editor", ""))),
        year=read_year(given.get("year") or given.get("date", "")),
        venue=_venue(given),
        kind=kind.lower(),
        identifiers=_identifiers(key, given),
    )


def fill(entry: BibEntry, other: BibEntry) -> BibEntry:
    """Fill what an entry lacks from another account of the same work."""
    return replace(
        entry,
        title=entry.title or other.title,
        authors=entry.authors or other.authors,
        year=entry.year or other.year,
        venue=entry.venue or other.venue,
        kind=entry.kind or other.kind,
        identifiers=one_of_each(sorted(entry.identifiers) + sorted(other.identifiers)),
    )


def read_authors(latex: str) -> Iterator[str]:
    """Read the names of `Last, First and First Last and others`; an `and` within braces parts nothing."""
    for name in _AND.split(_protected(latex)):
        parts = [part for part in map(plain, name.replace("\0", " and ").split(",")) if part]
        if parts and parts != ["others"]:
            # `Last, First` or `Last, Jr, First`; a comma within braces is the name's own.
            yield parts[0] if len(parts) == 1 else tidy(" ".join((parts[-1], *parts[:-1])))


def read_year(text: str) -> int | None:
    """Read the first year of a text."""
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def identifiers_in(text: str) -> Iterator[PaperId]:
    """Yield the identifiers that free text carries: in addresses, after `arXiv:` or `doi:`."""
    text = re.sub(r"\{?\\([%#&_])\}?", r"\1", text)
    for url in _URL.findall(text):
        if found := identifier_in_url(url.rstrip(".)]")):
            yield found
    for number in _ARXIV_TEXT.findall(text):
        if found := arxiv_id(number):
            yield found
    for name in _DOI_TEXT.findall(text):
        if found := doi(name.rstrip(".)]")):
            yield found


def one_of_each(identifiers: Iterable[PaperId]) -> frozenset[PaperId]:
    """Keep the first identifier of each scheme: an entry is one paper."""
    kept: dict[str, PaperId] = {}
    for identifier in identifiers:
        kept.setdefault(scheme_of(identifier), identifier)
    return frozenset(kept.values())


def is_preprint(venue: str) -> bool:
    """Tell a preprint server from a venue."""
    return bool(_PREPRINT.search(venue))


def _title(fields: Mapping[str, str]) -> str:
    title, subtitle = plain(fields.get("title", "")).removesuffix("."), plain(fields.get("subtitle", ""))
    return f"{title}: {subtitle}" if title and subtitle else title


def _identifiers(key: str, fields: Mapping[str, str]) -> frozenset[PaperId]:
    return one_of_each((*_declared(fields), *_hidden(fields), *_dblp(key, fields)))


def _declared(fields: Mapping[str, str]) -> Iterator[PaperId]:
    """Yield what the fields made for identifiers hold."""
    eprint = fields.get("eprint", "").strip(" {}")
    archive = fields.get("archiveprefix") or fields.get("eprinttype", "")
    if archive.strip(" {}").lower() in ("", "arxiv") and (found := arxiv_id(eprint) or identifier_in_url(eprint)):
        yield found
    name = re.sub(r"\{?\\?([_%&#])\}?", r"\1", fields.get("doi", "")).strip(" {}")
    if name and (found := parse_identifier(name) or next(identifiers_in(name), None)):
        yield found


def _hidden(fields: Mapping[str, str]) -> Iterator[PaperId]:
    for name in _TELLING:
        yield from identifiers_in(fields.get(name, ""))
    if is_preprint(fields.get("journal", "") or fields.get("journaltitle", "")):
        bare = (arxiv_id(fields.get(name, "").strip(" {}")) for name in ("volume", "number", "pages", "eid"))
        yield from (found for found in bare if found)


def _dblp(key: str, fields: Mapping[str, str]) -> Iterator[PaperId]:
    """Yield the arXiv id in DBLP's name of a preprint (`journals/corr/abs-2306-00978`)."""
    for text in (key, fields.get("biburl", "")):
        if (found := _DBLP.search(text)) and (known := arxiv_id(f"{found[1]}.{found[2]}")):
            yield known


def _venue(fields: Mapping[str, str]) -> str:
    names = (plain(fields.get(name, "")) for name in ("booktitle", "journal", "journaltitle"))
    return next((name for name in names if name and not is_preprint(name)), "")


def _protected(latex: str) -> str:
    """Put a sign for each ` and ` within braces, and take commas there out of the parting."""
    if "{" not in latex:
        return latex
    pieces, depth = [], 0
    for piece in re.split(r"([{}])", latex):
        depth += (piece == "{") - (piece == "}")
        pieces.append(_AND.sub("\0", piece).replace(",", "") if depth > 0 else piece)
    return "".join(pieces)
