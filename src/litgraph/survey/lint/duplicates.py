"""`duplicate-entry` and, without a record, `wrong-link`: entries that share an identifier or a title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from litgraph.model.finding import Finding
from litgraph.model.identifiers import normalise_title, scheme_of, value_of
from litgraph.model.survey import Entry
from litgraph.model.taxonomy import join_path
from litgraph.store.identity import titles_agree

# Titles of fewer words are names of models and the like; several of them may well share one paper.
_WORDS = 4
# So many entries with one name are compared with each other, no more.
_MOST = 50


def find_duplicates(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield each entry whose paper an entry before it already is: an error within one section, else it may be meant."""
    before: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        names = _names(entry)
        same = [old for name in names for old in before[name][:_MOST] if _is_same(old, entry)]
        if same:
            yield _duplicate(entry, next((old for old in same if old.category == entry.category), same[0]))
        for name in names:
            before[name].append(entry)


def find_shared_links(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield the entries whose link is also that of an entry with quite another title: one of them leads elsewhere."""
    by_paper: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if len(entry.title.split()) >= _WORDS and entry.identifiers:
            by_paper[entry.identifiers[0]].append(entry)
    for group in by_paper.values():
        for entry in group[:_MOST]:
            others = [other for other in group if not titles_agree(entry.title, other.title)]
            if others and len(others) * 2 >= len(group):
                yield _shared(entry, others[0])


def _shared(entry: Entry, other: Entry) -> Finding:
    scheme, value = scheme_of(entry.identifiers[0]), value_of(entry.identifiers[0])
    message = (
        f"{scheme} {value} is also the link of line {other.line}, '{other.title}': "
        "one of the two leads to another paper, unless it was renamed."
    )
    return Finding(rule="wrong-link", severity="warning", line=entry.line, message=message)


def _names(entry: Entry) -> list[str]:
    title = normalise_title(entry.title)
    return [*entry.identifiers, *([f"title:{title}"] if len(title.split()) >= _WORDS else [])]


def _is_same(old: Entry, new: Entry) -> bool:
    """Tell one paper from two that share a link: their titles agree, and so do their identifiers of one kind."""
    if normalise_title(old.title) == normalise_title(new.title):
        return True
    both = len(old.title.split()) >= _WORDS and len(new.title.split()) >= _WORDS
    return both and bool(set(old.identifiers) & set(new.identifiers)) and titles_agree(old.title, new.title)


def _duplicate(entry: Entry, first: Entry) -> Finding:
    within = entry.category == first.category
    where = "in this section" if within else f"at {join_path(first.category)}, which may be meant"
    message = f"'{entry.title}' is already listed on line {first.line}, {where}."
    return Finding(rule="duplicate-entry", severity="error" if within else "warning", line=entry.line, message=message)
