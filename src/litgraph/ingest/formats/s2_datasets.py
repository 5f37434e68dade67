"""Semantic Scholar's datasets, a JSON object a line: papers, abstracts, citations.

https://api.semanticscholar.org/api-docs/datasets describes them (ODC-BY). Names are those of the Graph API in lower
case, and what is said of soundness there holds here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from litgraph.ingest.choice import Reading
from litgraph.ingest.fields import BadField, Fields, shown
from litgraph.ingest.semantic_scholar.accounts import account_of
from litgraph.ingest.semantic_scholar.records import sound_record, sound_texts
from litgraph.ingest.told import LEFT_OUT, LeftOut, PaperLine, S2Citation
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import known_from

# The Graph API's names of what the datasets hold.
_NAMES = {
    "corpusid": "corpusId",
    "externalids": "externalIds",
    "publicationdate": "publicationDate",
    "publicationtypes": "publicationTypes",
    "citationcount": "citationCount",
    "referencecount": "referenceCount",
    "influentialcitationcount": "influentialCitationCount",
}
_TELLING = ("corpusid", "externalids", "publicationdate", "year")
_MOST_CONTEXTS, _LONGEST_CONTEXT = 20, 1_000
_MOST_INTENTS, _LONGEST_INTENT = 10, 40


def is_citation(fields: Fields) -> bool:
    """Tell a line of the citations."""
    return "citingcorpusid" in fields


def is_of_paper(fields: Fields) -> bool:
    """Tell a line about a paper: of the papers, the abstracts, or another dataset."""
    return "corpusid" in fields and "id" not in fields


def citation_of(fields: Fields) -> S2Citation | LeftOut:
    """Read a citation; one whose other end Semantic Scholar has not identified is passed over."""
    ends = [fields.get(name) for name in ("citingcorpusid", "citedcorpusid")]
    if None in ends:
        return LEFT_OUT
    citing, cited = map(_corpus_id, ends)
    return S2Citation(
        citing=citing,
        cited=cited,
        contexts=_texts(fields.get("contexts"), _MOST_CONTEXTS, _LONGEST_CONTEXT),
        intents=_texts(fields.get("intents"), _MOST_INTENTS, _LONGEST_INTENT),
        influential=fields.get("isinfluential") is True,
    )


def told_by(fields: Fields, reading: Reading) -> PaperLine | LeftOut:
    """Read a paper, if the choice takes it, or an abstract, which adds to a paper."""
    _corpus_id(fields.get("corpusid"))
    if "title" in fields:
        if not _is_chosen(fields, reading):
            return LEFT_OUT
        account = _account(fields, reading)
        return PaperLine(paper=account.paper, facts=account.facts, source="s2")
    if "abstract" in fields:
        return _abstract_line(fields, reading)
    raise BadField("a line of Semantic Scholar that is neither paper, abstract nor citation")


def _is_chosen(fields: Fields, reading: Reading) -> bool:
    """Tell by what names and dates a paper whether to take it; these lines tell no arXiv category."""
    choice = reading.choice
    if choice.takes_all or choice.categories:
        return choice.takes_all
    paper = _account({name: fields[name] for name in _TELLING if name in fields}, reading).paper
    return choice.takes_ids(paper.aliases) and choice.takes_day(known_from(paper) or "")


def _abstract_line(fields: Fields, reading: Reading) -> PaperLine | LeftOut:
    """Read an abstract; the identifiers of its paper stand, if anywhere, beside the address of the free copy."""
    if not fields["abstract"]:
        return LEFT_OUT
    access = fields.get("openaccessinfo")
    outside = access.get("externalids") if isinstance(access, dict) else None
    told = {"corpusid": fields["corpusid"], "externalids": outside, "abstract": fields["abstract"]}
    return PaperLine(paper=_account(told, reading).paper, source="s2", adds=True)


def _account(fields: Fields, reading: Reading) -> Account:
    account = account_of(sound_record(_named(fields), reading.today))
    if account is None:
        raise BadField("neither an identifier nor a title")
    return account


def _named(fields: Fields) -> dict[str, Any]:
    """Call the fields as the Graph API does."""
    return {_NAMES.get(name, name): value for name, value in fields.items()}


def _corpus_id(given: object) -> PaperId:
    text = str(given) if isinstance(given, (int, str)) and not isinstance(given, bool) else ""
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise BadField(f"the corpus id is not one: {shown(given)}")
    return PaperId(f"s2:{int(text)}")


def _texts(given: object, most: int, longest: int) -> tuple[str, ...]:
    """Read texts; the intents are a list for each context, or null."""
    return sound_texts(list(_flat(given)), most=most, longest=longest) if isinstance(given, list) else ()


def _flat(given: list[Any]) -> Iterator[object]:
    for value in given:
        yield from value if isinstance(value, list) else (value,)
