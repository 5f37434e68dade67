"""arXiv's OAI-PMH over served papers: https://info.arxiv.org/help/oa/index.html."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.servers.arxiv_atom import text
from tests.servers.faults import Answer
from tests.servers.records import ServedPaper

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
_FORMATS = ("arXiv", "arXivRaw")
_PHYSICS = re.compile(r"(astro-ph|cond-mat|gr-qc|hep-\w+|math-ph|nlin|nucl-\w+|physics|quant-ph)(\..*)?")
_ARGUMENTS = ("verb", "metadataPrefix", "set", "from", "until")


class OaiApi:
    """The repository; a class since it gives out resumption tokens."""

    def __init__(self, papers: Iterable[ServedPaper], page: int) -> None:
        """Serve these papers, `page` records at a time, in the order of their last change."""
        self._papers = {paper.arxiv: paper for paper in sorted(papers, key=lambda paper: (paper.updated, paper.arxiv))}
        self._page = page
        self._tokens: dict[str, tuple[list[ServedPaper], int, str]] = {}
        self._given = 0

    def expire_tokens(self) -> None:
        """Forget the tokens that were given out, as happens every day."""
        self._tokens.clear()

    def answer(self, asked: Mapping[str, str]) -> Answer:
        """Answer a request; errors have status 200, too."""
        verb = asked.get("verb", "")
        if verb == "ListRecords":
            content = self._list(asked)
        elif verb == "GetRecord":
            content = self._get(asked)
        else:
            content = _error("badVerb", "Illegal OAI verb")
        arguments = "".join(f' {name}="{text(value)}"' for name, value in asked.items())
        body = (
            f"{_HEAD}<responseDate>2026-11-24T00:00:00Z</responseDate>"
            f"<request{arguments}>https://oaipmh.arxiv.org/oai</request>{content}</OAI-PMH>"
        )
        return Answer(body=body.encode(), headers={"Content-Type": "text/xml; charset=utf-8"})

    def _list(self, asked: Mapping[str, str]) -> str:
        if token := asked.get("resumptionToken"):
            if set(asked) != {"verb", "resumptionToken"}:
                return _error("badArgument", "resumptionToken is an exclusive argument")
            if token not in self._tokens:
                return _error("badResumptionToken", "the token is unknown or has expired")
            return self._slice(*self._tokens[token])
        if refusal := _refusal(asked):
            return refusal
        papers = [paper for paper in self._papers.values() if _fits(paper, asked)]
        if not papers:
            return _error("noRecordsMatch", "no records match")
        return self._slice(papers, 0, asked["metadataPrefix"])

    def _slice(self, papers: list[ServedPaper], start: int, kind: str) -> str:
        end = start + self._page
        records = "".join(_record(paper, kind) for paper in papers[start:end])
        if end >= len(papers):
            return f"<ListRecords>{records}{'<resumptionToken/>' if start else ''}</ListRecords>"
        self._given += 1
        token = f"{self._given}|{end}"
        self._tokens[token] = (papers, end, kind)
        return f"<ListRecords>{records}<resumptionToken>{token}</resumptionToken></ListRecords>"

    def _get(self, asked: Mapping[str, str]) -> str:
        if asked.get("metadataPrefix") not in _FORMATS:
            return _error("cannotDisseminateFormat", "unknown format")
        paper = self._papers.get(asked.get("identifier", "").removeprefix("oai:arXiv.org:"))
        if not paper:
            return _error("idDoesNotExist", "no such paper")
        return f"<GetRecord>{_record(paper, asked['metadataPrefix'])}</GetRecord>"


def sets_of(category: str) -> tuple[str, ...]:
    """Name the sets that a category is in."""
    archive, _, subject = category.partition(".")
    group = "physics" if _PHYSICS.fullmatch(category) else archive
    whole = f"{group}:{archive}"
    return (group, whole, f"{whole}:{subject}") if subject else (group, whole)


def _refusal(asked: Mapping[str, str]) -> str:
    days = [asked[name] for name in ("from", "until") if name in asked]
    if not set(asked) <= set(_ARGUMENTS) or not all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days):
        return _error("badArgument", "illegal arguments")
    if "metadataPrefix" not in asked:
        return _error("badArgument", "metadataPrefix is missing")
    if asked["metadataPrefix"] not in _FORMATS:
        return _error("cannotDisseminateFormat", "unknown format")
    return ""


def _fits(paper: ServedPaper, asked: Mapping[str, str]) -> bool:
    if not asked.get("from", "") <= paper.updated[:10] <= asked.get("until", "9999-99-99"):
        return False
    return "set" not in asked or any(asked["set"] in sets_of(category) for category in paper.categories)


def _record(paper: ServedPaper, kind: str) -> str:
    specs = dict.fromkeys(sets_of(category)[-1] for category in paper.categories)
    status = ' status="deleted"' if paper.deleted else ""
    header = (
        f"<header{status}><identifier>oai:arXiv.org:{paper.arxiv}</identifier>"
        f"<datestamp>{paper.updated[:10]}</datestamp>{''.join(f'<setSpec>{spec}</setSpec>' for spec in specs)}</header>"
    )
    if paper.deleted:
        return f"<record>{header}</record>"
    metadata = f'<{kind} xmlns="http://arxiv.org/OAI/{kind}/"><id>{paper.arxiv}</id>{_HISTORY[kind](paper)}'
    rest = {
        "title": paper.title,
        "categories": " ".join(paper.categories),
        "comments": paper.comment,
        "journal-ref": paper.journal_ref,
        "doi": paper.doi,
        "license": paper.licence,
        "abstract": f"  {paper.abstract}\n",
    }
    fields = "".join(f"<{name}>{text(value)}</{name}>" for name, value in rest.items() if value.strip())
    return f"<record>{header}<metadata>{metadata}{fields}</{kind}></metadata></record>"


def _days(paper: ServedPaper) -> str:
    updated = f"<updated>{paper.updated[:10]}</updated>" if paper.versions > 1 else ""
    authors = "".join(f"<author>{_names(name)}</author>" for name in paper.authors)
    return f"<created>{paper.published[:10]}</created>{updated}<authors>{authors}</authors>"


def _names(author: str) -> str:
    forenames, _, keyname = author.rpartition(" ")
    return f"<keyname>{text(keyname)}</keyname>" + (f"<forenames>{text(forenames)}</forenames>" if forenames else "")


def _versions(paper: ServedPaper) -> str:
    moments = [paper.published] + [paper.updated] * (paper.versions - 1)
    dates = [format_datetime(datetime.fromisoformat(moment).astimezone(UTC), usegmt=True) for moment in moments]
    versions = "".join(f'<version version="v{n}"><date>{date}</date></version>' for n, date in enumerate(dates, 1))
    return f"{versions}<authors>{text(' and '.join(paper.authors))}</authors>"


_HISTORY = {"arXiv": _days, "arXivRaw": _versions}


def _error(code: str, words: str) -> str:
    return f'<error code="{code}">{words}</error>'
