"""What arXiv says of a paper, in whichever of its formats, as an account."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from litgraph.ingest.arxiv.withdrawn import withdrawal
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, parse_identifier, scheme_of
from litgraph.model.paper import describe
from litgraph.model.text import clean_text

# Among the subjects of a paper stand ACM (`I.2.7`) and MSC classes (`68T50`), too.
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.(?:[A-Z]{2}|[a-z]+(?:-[a-z]+)?))?")
_LONGEST = {"title": 5_000, "abstract": 200_000, "name": 1_000, "fact": 5_000}  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A paper in arXiv's own words; `created` and `updated` are days, `subjects` may hold other classes."""

    id: PaperId
    title: str
    created: str
    updated: str = ""
    version: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    licence: str = ""


def account_of(told: Told, today: str) -> Account:
    """Build the account: text in one line, since arXiv wraps it in some formats and not in others."""
    abstract = _line(told.abstract, "abstract")
    names = (_line(name, "name") for name in told.authors)
    paper = describe(
        frozenset({told.id, *_published_as(told.doi)}),
        source="arxiv",
        day=today,
        title=_line(told.title, "title"),
        abstract=abstract,
        # A collaboration is followed by an author whose name is a colon.
        authors=tuple(name for name in names if any(map(str.isalnum, name))),
        date=told.created,
    )
    return Account(paper=paper, facts=MappingProxyType(_facts(told, abstract)))


def is_category(text: str) -> bool:
    """Tell whether a text has the form of an arXiv category or archive (`cs.CL`, `hep-th`)."""
    return bool(_CATEGORY.fullmatch(text))


def _facts(told: Told, abstract: str) -> dict[str, str]:
    comment = _line(told.comment, "fact")
    facts = {
        "subjects": " ".join(_categories(told.subjects)),
        "comment": comment,
        "journal_ref": _line(told.journal_ref, "fact"),
        "withdrawn": withdrawal(comment, abstract),
        "version": told.version,
        "updated": told.updated,
        "licence": _line(told.licence, "fact"),
    }
    return {name: value for name, value in facts.items() if value}


def _categories(subjects: Iterable[str]) -> list[str]:
    """Keep each category once, in order."""
    return [category for category in dict.fromkeys(subjects) if is_category(category)]


def _published_as(dois: str) -> tuple[PaperId, ...]:
    """Read the DOI of the published version; the first, where an erratum's follows."""
    for text in dois.split()[:1]:
        found = parse_identifier(text)
        if found and scheme_of(found) == "doi":
            return (found,)
    return ()


def _line(text: str, kind: str) -> str:
    return clean_text(text)[: _LONGEST[kind]]
