"""A record of nine papers that every backend is asked about; the answers are worked out on paper.

paper  known from   cites            survey
a      2018-03-01   e                Pruning since 2020-01-01
b      2019-07-01   -                Pruning since 2019-07-01 (its year alone would say 2019-12-31)
c      2020-05-31   a b              Data since 2020-06-10
d      2021-06-15   a b c            Data from 2021-07-01 up to 2022-02-01, then a model's 0.8 at Data
e      2022-01-10   a g              a model's 0.6 at Pruning
f      never        b                -
g      2022-01-10   -                a stub, known from the citation
h      2023-12-31   h                a model's 0.2 at Data, too little to be filed
i      2024-02-02   -                -

The list has a table of two systems: x that trains since 2020-01-01 and serves since 2023-01-01, y that serves since
2020-01-01 and trained until 2021-01-01.
"""

from __future__ import annotations

from litgraph.model.assignment import Assignment
from litgraph.model.citation import Citation
from litgraph.model.framework import CapabilityStay, Framework, FrameworkHistory
from litgraph.model.identifiers import PaperId, local_id
from litgraph.model.paper import Paper, describe
from litgraph.model.survey import CategoryStay, Entry, ListDocument, ListHistory, Listing, Span, Survey
from litgraph.model.taxonomy import Path
from litgraph.model.technique import technique_id
from litgraph.store.assignments import replace_assignments
from litgraph.store.citations import upsert_citations
from litgraph.store.frameworks import replace_frameworks
from litgraph.store.papers import upsert_papers
from litgraph.store.reading import replace_list
from litgraph.store.record import Record
from litgraph.store.surveys import upsert_survey

DAY = "2024-06-01"
SURVEY = "small"
MODEL, PRUNING, DATA = ("Model",), ("Model", "Pruning"), ("Data",)
CITES = "ae ca cb da db dc ea eg fb hh"
FRAMEWORKS = (
    Framework(name="Y", url="https://y.org", line=21, capabilities=("Serving",)),
    Framework(name="X", line=20, capabilities=("Training", "Serving")),
)
TITLES = {
    "a": "Pruning attention heads of translation models",
    "b": "Structured pruning of convolutional filters",
    "c": "Selecting training examples by their loss",
    "d": "Deduplicating the corpora of language models",
    "e": "One-shot pruning of very large models",
    "f": "An undated note about magnitude",
    "h": "A paper that cites itself: 大型语言模型剪枝",
    "i": 'Robert\'); DROP TABLE paper; -- "quoted" <b>title</b>',
}
DATES = {
    "a": "2018-03-01",
    "b": "2019",
    "c": "2020-05",
    "d": "2021-06-15",
    "e": "2022-01-10",
    "h": "2023",
    "i": "2024-02-02",
}


def fill(record: Record) -> None:
    """Put the papers, citations, list and assignments into a record."""
    upsert_survey(record, Survey(name=SURVEY, list="README.md"))
    upsert_papers(record, map(_paper, TITLES))
    upsert_citations(
        record, [Citation(citing=local_id(p[0]), cited=local_id(p[1])) for p in CITES.split()], source="file"
    )
    entries = (_entry("a", PRUNING, 5), _entry("b", PRUNING, 6), _entry("c", DATA, 9))
    replace_list(
        record,
        SURVEY,
        ListDocument(entries=entries, headings=(), categories=(MODEL, PRUNING, DATA)),
        _history(entries),
        DAY,
    )
    replace_frameworks(record, SURVEY, FRAMEWORKS, _framework_history(), DAY)
    made = [_assignment("d", DATA, 0.8), _assignment("e", PRUNING, 0.6), _assignment("h", DATA, 0.2)]
    replace_assignments(record, SURVEY, made, method="EMBEDDED")


def _paper(name: str) -> Paper:
    return describe(
        frozenset({local_id(name)}),
        source="file",
        day=DAY,
        title=TITLES[name],
        abstract="We prune." if name == "e" else "",
        authors=("Ada First", "Bo Second") if name in "ab" else (),
        date=DATES.get(name, ""),
        venue="ICML" if name in "ac" else "",
    )


def _entry(name: str, category: Path, line: int) -> Entry:
    return Entry(
        title=TITLES[name],
        category=category,
        line=line,
        span=Span(start=line * 100, end=line * 100 + 99),
        identifiers=(local_id(name),),
    )


def _history(entries: tuple[Entry, ...]) -> ListHistory:
    days = ("2020-01-01", "2019-07-01", "2020-06-10")
    listings = [Listing(entry=entry, since=day) for entry, day in zip(entries, days, strict=True)]
    gone = Listing(entry=_entry("d", DATA, 10), since="2021-07-01", until="2022-02-01")
    stays = (CategoryStay(path=path, since="2019-07-01") for path in (MODEL, PRUNING, DATA))
    return ListHistory(listings=(*listings, gone), categories=tuple(stays))


def _framework_history() -> FrameworkHistory:
    told = (
        *(("X", "", "2020-01-01"), ("X", "Training", "2020-01-01"), ("X", "Serving", "2023-01-01")),
        *(("Y", "", "2020-01-01"), ("Y", "Serving", "2020-01-01"), ("Y", "Training", "2020-01-01", "2021-01-01")),
    )
    stays = (
        CapabilityStay(technique=technique_id(name), capability=capability, since=since, until="".join(until))
        for name, capability, since, *until in told
    )
    return FrameworkHistory(frameworks=FRAMEWORKS, stays=tuple(stays))


def _assignment(name: str, category: Path, probability: float) -> Assignment:
    return Assignment(
        paper=PaperId(f"local:{name}"), category=category, probability=probability, filed=probability > 0.5
    )
