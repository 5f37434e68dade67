"""A new entry, written as its siblings are: the shape of the section, filled with what is known of the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from litgraph.lists.anatomy import Part, Slot, name_of
from litgraph.lists.carve import repository_of, write_date
from litgraph.lists.escape import escape_html, escape_markdown, readable, safe_address
from litgraph.lists.spelling import house_venue
from litgraph.lists.style import HouseStyle, choose_shape, is_preprint_venue
from litgraph.lists.venues import read_venue
from litgraph.model.identifiers import PaperId, precedence, scheme_of, value_of
from litgraph.model.paper import Paper

_ADDRESSES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "acl": "https://aclanthology.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "s2": "https://api.semanticscholar.org/CorpusID:{}",
}
_PLAIN = (
    Part(text="- ["), Part(text="", slot=Slot.TITLE), Part(text="]("), Part(text="", slot=Slot.ADDRESS), Part(text=")"),
)  # fmt: skip
_ENDS = "?!."


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a new entry can say of a paper. Nothing here is escaped yet; what is not known is empty.

    `addresses` holds, by the scheme of an identifier, how the list writes an address.
    """

    title: str
    identifiers: tuple[PaperId, ...] = ()
    authors: tuple[str, ...] = ()
    venue: str = ""
    year: str = ""
    date: str = ""
    code: str = ""
    today: str = ""
    addresses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def facts_of(paper: Paper, style: HouseStyle, *, today: str = "") -> Facts:
    """Choose what to say of a paper: an accepted paper's venue and its year, a preprint's as the list spells it."""
    venue = read_venue(readable(paper.venue))
    name = "" if is_preprint_venue(venue.name) else house_venue(venue.name, style.venues)
    year = venue.year if name and venue.year else paper.year
    return Facts(
        title=readable(paper.title),
        identifiers=addressed(paper),
        authors=tuple(filter(None, map(readable, paper.authors))),
        venue=name or _preprint(paper, style),
        year=str(year or ""),
        date=paper.date,
        code=safe_address(paper.code),
        today=today,
        addresses=style.addresses,
    )


def _preprint(paper: Paper, style: HouseStyle) -> str:
    """Spell the venue of a preprint as the list does, where it does; a list without entries gets the usual `arXiv`."""
    if style.specimens:
        return style.preprint
    return "arXiv" if any(scheme_of(alias) == "arxiv" for alias in paper.aliases | {paper.id}) else ""


def addressed(paper: Paper) -> tuple[PaperId, ...]:
    """Give the identifiers of a paper that lead somewhere, best first."""
    return tuple(
        alias for alias in sorted(paper.aliases | {paper.id}, key=precedence) if scheme_of(alias) in _ADDRESSES
    )


def render_entry(
    style: HouseStyle, category: tuple[str, ...], paper: Paper, *, today: str = "", number: str = "1"
) -> str:
    """Write a paper as an entry of a category, LF between its lines and none at its end."""
    facts = facts_of(paper, style, today=today)
    shape = choose_shape(style, category, fillable(facts)) or _plain(facts)
    return fill(shape, facts, context=style.context(category), number=number)


def fillable(facts: Facts) -> frozenset[Slot]:
    """Tell which slots the facts can fill."""
    known = {
        Slot.NUMBER: True,
        Slot.TITLE: True,
        Slot.NAME: name_of(facts.title),
        Slot.VENUE: facts.venue,
        Slot.YEAR: facts.year,
        Slot.AUTHORS: facts.authors,
        Slot.DATE: write_date(facts.date, "%Y-%m"),
        Slot.DAY: facts.today,
        Slot.ADDRESS: facts.identifiers,
        Slot.ARXIV: any(scheme_of(paper) == "arxiv" for paper in facts.identifiers),
        Slot.CODE: facts.code,
        Slot.REPOSITORY: repository_of(facts.code),
    }
    return frozenset(slot for slot, value in known.items() if value)


def fill(shape: Sequence[Part], facts: Facts, *, context: str = "", number: str = "1") -> str:
    """Put the facts into the slots of a shape, escaped for the place where they stand."""
    escape = _escape_for(context)
    texts: list[str] = []
    for part in shape:
        if part.slot is None:
            texts.append(part.text[1:] if _ends_twice(texts, part.text, shape) else part.text)
        elif part.slot == Slot.TITLE:
            texts.append(escape(facts.title, _begins("".join(texts))))
        else:
            texts.append(_value(part, facts, number, escape))
    return "".join(texts)


def _plain(facts: Facts) -> tuple[Part, ...]:
    """Give the shape of an entry in a list that has none: a linked title, the venue and the year."""
    shape = _PLAIN if facts.identifiers else (Part(text="- "), Part(text="", slot=Slot.TITLE))
    for slot, value in ((Slot.VENUE, facts.venue), (Slot.YEAR, facts.year)):
        shape = (*shape, Part(text=", "), Part(text="", slot=slot)) if value else shape
    return shape


def _value(part: Part, facts: Facts, number: str, escape: Callable[[str, bool], str]) -> str:
    match part.slot:
        case Slot.NUMBER:
            return number
        case Slot.NAME:
            return escape(name_of(facts.title), False)
        case Slot.VENUE:
            return _badge_text(facts.venue) if part.form == "badge" else escape(facts.venue, False)
        case Slot.YEAR:
            return facts.year[-2:] if part.form == "short" else facts.year
        case Slot.AUTHORS:
            return escape(_byline(facts.authors, part.form), False)
        case Slot.DATE:
            return write_date(facts.date, part.form) or write_date(facts.date, "%Y-%m")
        case Slot.DAY:
            return write_date(facts.today, "%m/%d")
        case Slot.ADDRESS:
            return address_of(facts.identifiers, {**facts.addresses, "arxiv": part.form})
        case Slot.ARXIV:
            return next(value_of(paper) for paper in facts.identifiers if scheme_of(paper) == "arxiv")
        case Slot.CODE:
            return facts.code
        case Slot.REPOSITORY:
            return repository_of(facts.code).rpartition("/")[2] if part.form == "name" else repository_of(facts.code)
        case _:
            return part.text


def address_of(identifiers: Sequence[PaperId], forms: Mapping[str, str] = MappingProxyType({})) -> str:
    """Give the address of a paper by its best identifier, in the list's form for its scheme (`…/pdf/{}`)."""
    if not identifiers:
        return ""
    scheme = scheme_of(identifiers[0])
    pattern = forms.get(scheme) or _ADDRESSES[scheme]
    return safe_address(pattern.replace("{}", value_of(identifiers[0])))


def _byline(authors: Sequence[str], form: str) -> str:
    """Name the authors: all of them, or the first and `et al` for the others."""
    if form == "all":
        return ", ".join(authors)
    return authors[0] if len(authors) == 1 else f"{authors[0]} et al"


def _badge_text(text: str) -> str:
    """Write words for a badge of shields.io, where a dash parts the fields."""
    return safe_address("https://x/" + text.replace("-", "--").replace(" ", "%20").replace("/", "%2F"))[10:]


def _escape_for(context: str) -> Callable[[str, bool], str]:
    if context.startswith("html"):
        return lambda text, _: escape_html(text)
    in_row = context.startswith("row")
    return lambda text, at_start: escape_markdown(text, in_row=in_row, at_start=at_start)


def _begins(before: str) -> bool:
    """Tell whether what follows begins an item or a line, where `#` or `1.` would open a block."""
    line = before.rpartition("\n")[2].strip()
    return not line or line in "-*+" or line.rstrip(".)").isdigit()


def _ends_twice(texts: Sequence[str], literal: str, shape: Sequence[Part]) -> bool:
    """Tell whether a full stop would follow a title that already ends in a mark."""
    behind_title = len(texts) > 0 and shape[len(texts) - 1].slot == Slot.TITLE
    return behind_title and literal.startswith(".") and texts[-1][-1:] in _ENDS
