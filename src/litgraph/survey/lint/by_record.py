"""Rules that need the record: wrong links, preprints that have a venue now, withdrawn papers, years, headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from litgraph.ingest.resolve import SAME_TITLE, title_likeness
from litgraph.lists.anatomy import name_of
from litgraph.lists.context import entry_text
from litgraph.lists.rewrite import changed_line, with_link, with_venue
from litgraph.lists.style import HouseStyle, is_preprint_venue, learn_style
from litgraph.model.dates import year_of
from litgraph.model.finding import Finding
from litgraph.model.identifiers import (
    PaperId,
    identifier_in_url,
    normalise_title,
    scheme_of,
    surname_of,
    value_of,
)
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry, ListDocument
from litgraph.model.taxonomy import join_path
from litgraph.store.identity import titles_agree
from litgraph.survey.acceptance import WORKSHOP
from litgraph.survey.lint.known import KnownEntry
from litgraph.survey.lint.shown import shown_instead
from litgraph.survey.venues import accepted_venue, is_work_of

# A model must be this sure of another heading, and give the entry's own no more than that, to be heard.
MISFILED, OWN = 0.8, 0.05
# Titles of fewer words are names.
_WORDS = 4


def find_by_record(content: bytes, document: ListDocument, known: Mapping[int, KnownEntry]) -> Iterator[Finding]:
    """Yield what the record tells of the entries that it knows."""
    style = learn_style(content, document)
    for entry in document.entries:
        if one := known.get(entry.line):
            yield from _wrong_link(content, entry, one, document.entries)
            yield from _wrongly_shown(content, entry, document.entries, known)
            yield from _withdrawn(entry, one)
            yield from _stale(content, entry, one, style)
            yield from _wrong_year(entry, one)
            yield from _misfiled(entry, one)


def _wrong_link(content: bytes, entry: Entry, known: KnownEntry, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Tell a link to another paper from a paper that was renamed."""
    paper = known.paper
    if paper is None or not known.is_sourced or not entry.identifiers:
        return
    if title_likeness(entry.title, paper.title) >= SAME_TITLE or (_is_name(entry.title) and not known.instead):
        return
    said = f"{_shown(entry.identifiers[0])} is '{paper.title}'"
    if not known.instead and (titles_agree(entry.title, paper.title) or _share_name(entry.title, paper.title)):
        message = f"{said}; the entry calls it otherwise. Perhaps it was renamed."
        yield Finding(rule="wrong-link", severity="info", line=entry.line, message=message)
    elif known.instead and not titles_agree(entry.title, paper.title):
        right = known.instead
        message = f"{said}, another paper. '{entry.title}' is {_shown(right.id)}."
        fix = _right_link(content, entry, right)
        yield Finding(rule="wrong-link", severity="error", line=entry.line, message=message, fix=fix)
    else:
        shared = _rightly_linked(entry, paper, entries)
        severity = "error" if shared and _is_other_work(entry, shared) else "warning"
        where = f", the paper of line {shared.line}" if shared else ", perhaps another paper"
        yield Finding(rule="wrong-link", severity=severity, line=entry.line, message=f"{said}{where}.")


def _wrongly_shown(
    content: bytes, entry: Entry, entries: Sequence[Entry], known: Mapping[int, KnownEntry]
) -> Iterator[Finding]:
    """Report a link that shows the address of another entry's paper."""
    shown = shown_instead(entry_text(content, entry))
    others = (other for other in entries if other.line != entry.line and shown in other.identifiers)
    for other in others:
        if (one := known.get(other.line)) and one.is_right(other) and not titles_agree(other.title, entry.title):
            message = f"A link shows {shown}, which is '{other.title}', the paper of line {other.line}."
            yield Finding(rule="wrong-link", severity="error", line=entry.line, message=message)


def _rightly_linked(entry: Entry, paper: Paper, entries: Sequence[Entry]) -> Entry | None:
    """Find another entry with the same link, whose title is that of the paper behind it."""
    same = (other for other in entries if other.line != entry.line and entry.identifiers[0] in other.identifiers)
    return next((other for other in same if title_likeness(other.title, paper.title) >= SAME_TITLE), None)


def _share_name(first: str, second: str) -> bool:
    """Tell whether two titles begin with the same name (`Medusa: …`), as those of a renamed paper do."""
    names = [normalise_title(name_of(title)) for title in (first, second)]
    titles = [normalise_title(title) for title in (first, second)]
    return any(name and f"{title} ".startswith(f"{name} ") for name, title in zip(names, reversed(titles), strict=True))


def _is_name(title: str) -> bool:
    """Tell the name of a model or of a system, which stands for whatever paper is behind its link."""
    return len(title.split()) < _WORDS


def _is_other_work(entry: Entry, other: Entry) -> bool:
    """Tell two works from one that is listed under an old and a new title: by where they appeared, or by their authors.

    Both must name a venue that is no preprint's, or both a first author.
    """
    if titles_agree(entry.title, other.title):
        return False
    venues = {entry.venue.casefold(), other.venue.casefold()}
    if len(venues) == 2 and not any(map(is_preprint_venue, venues)):
        return True
    authors = [normalise_title(surname_of(one.authors[0])) for one in (entry, other) if one.authors]
    return len(authors) == 2 and authors[0] != authors[1]


def _right_link(content: bytes, entry: Entry, right: Paper) -> str | None:
    """Give the entry's line with the right paper's arXiv address in the place of the wrong one."""
    new = next((name for name in sorted(right.aliases) if scheme_of(name) == "arxiv"), None)
    wrong = {link.url for link in entry.links if identifier_in_url(link.url) == entry.identifiers[0]}
    if new is None or len(wrong) != 1:
        return None
    text = with_link(content, entry, wrong.pop(), f"https://arxiv.org/abs/{value_of(new)}")
    line, fix = _on_one_line(content, entry, text)
    return fix if line == entry.line else None


def _withdrawn(entry: Entry, known: KnownEntry) -> Iterator[Finding]:
    said = {source: reason for source, reason in known.facts.get("withdrawn", {}).items() if reason}
    if not said or not _is_the_paper(entry, known):
        return
    source, reason = sorted(said.items())[0]
    message = f"The paper was withdrawn, says {source}: {reason}"
    yield Finding(rule="withdrawn-paper", severity="error", line=entry.line, message=message)


def _stale(content: bytes, entry: Entry, known: KnownEntry, style: HouseStyle) -> Iterator[Finding]:
    """Report a preprint that has been accepted; a workshop is only worth a look."""
    paper = known.paper
    if paper is None or not entry.venue or not is_preprint_venue(entry.venue) or not is_work_of(entry, paper):
        return
    if (accepted := accepted_venue(paper, known.facts)) is None:
        return
    workshop = accepted.kind == WORKSHOP
    name = accepted.short or accepted.name
    message = f"The preprint has appeared at {name} {accepted.year} ({accepted.source}: {accepted.evidence})."
    fix = None if workshop else with_venue(content, entry, style, name, accepted.year)
    severity = "info" if workshop else "warning"
    line, line_fix = _on_one_line(content, entry, fix)
    yield Finding(rule="stale-preprint", severity=severity, line=line, message=message, fix=line_fix)


def _wrong_year(entry: Entry, known: KnownEntry) -> Iterator[Finding]:
    """Report a year before the paper's first day, where its arXiv id does not already tell."""
    paper = known.paper
    if paper is None or entry.year is None or not _is_the_paper(entry, known):
        return
    said = paper.provenance.get("date")
    if not paper.date or said is None or said.source not in ("arxiv", "s2", "curator", "file"):
        return
    if entry.year < year_of(paper.date):
        message = f"The year {entry.year} is before the paper's first date, {paper.date} ({said.source})."
        yield Finding(rule="wrong-year", severity="warning", line=entry.line, message=message)


def _misfiled(entry: Entry, known: KnownEntry) -> Iterator[Finding]:
    """Report an entry that a model, which has not seen it, puts at another heading for nearly certain."""
    made = known.assignment
    best = made.alternatives[0] if made and made.alternatives else None
    if made is None or best is None or best.category == entry.category or best.probability < MISFILED:
        return
    own = next((one.probability for one in made.alternatives if one.category == entry.category), 0.0)
    if own > OWN:
        return
    evidence = f", as {' and '.join(made.because[:2])}" if made.because else ""
    message = (
        f"'{entry.title}' may belong at {join_path(best.category)}{evidence} "
        f"(a model gives that {best.probability:.2f}, and this section {own:.2f})."
    )
    yield Finding(rule="misfiled-entry", severity="info", line=entry.line, message=message)


def _is_the_paper(entry: Entry, known: KnownEntry) -> bool:
    """Tell whether the paper behind the link is the one that the entry names."""
    return known.paper is not None and titles_agree(entry.title, known.paper.title)


def _shown(paper: PaperId) -> str:
    return f"{scheme_of(paper)}:{value_of(paper)}"


def _on_one_line(content: bytes, entry: Entry, text: str | None) -> tuple[int, str | None]:
    """Give the one line that a new text of an entry changes, and how it is then; where there is none, the first."""
    changed = changed_line(content, entry, text) if text is not None else None
    return changed or (entry.line, None)
