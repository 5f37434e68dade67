"""The small record with techniques, and with a second survey; the answers are worked out on paper.

paper  introduces    says
a      HeadCut       uses BERT; memory 3 x
b      FilterCut
c      LossPick      training cost 2 x
e      OneShot       extends HeadCut, outperforms FilterCut, combines pruning and distillation; speedup 2 x without
                     loss, quality change 0 %; doubtfully extends LossPick
i                    FilterCut outperforms OneShot; OneShot 7B, a variant of OneShot, speedup 3 x

The other survey lists a and b at Sparsity, and has an empty heading Data.
"""

from __future__ import annotations

from litgraph.model.identifiers import PaperId, local_id
from litgraph.model.resolved import Account, Resolved, Rule
from litgraph.model.survey import CategoryStay, Entry, ListDocument, ListHistory, Listing, Span, Survey
from litgraph.model.technique import (
    Claim,
    Kind,
    Mention,
    Metric,
    Part,
    Relation,
    RelationType,
    Technique,
    TechniqueId,
    technique_id,
)
from litgraph.model.technique import Span as Place
from litgraph.store.reading import replace_list
from litgraph.store.record import Record
from litgraph.store.resolved import replace_resolved
from litgraph.store.surveys import upsert_survey
from tests.contract.small_record import DAY, TITLES

OTHER = "other"
KINDS = {
    "HeadCut": Kind.METHOD,
    "FilterCut": Kind.METHOD,
    "LossPick": Kind.METHOD,
    "OneShot": Kind.METHOD,
    "OneShot 7B": Kind.METHOD,
    "BERT": Kind.MODEL,
    "pruning": Kind.CONCEPT,
    "distillation": Kind.CONCEPT,
}
ALIASES = {"HeadCut": ("Head-Cut",)}
HOMES = {"HeadCut": "a", "FilterCut": "b", "LossPick": "c", "OneShot": "e"}
NAMED = {
    "a": ("HeadCut", "BERT", "pruning"),
    "b": ("FilterCut", "pruning"),
    "c": ("LossPick",),
    "e": ("OneShot", "HeadCut", "FilterCut", "LossPick", "pruning", "distillation"),
    "i": ("FilterCut", "OneShot", "OneShot 7B"),
}
RELATIONS = (
    ("a", "HeadCut", "USES", "BERT", 0.99),
    ("e", "OneShot", "EXTENDS", "HeadCut", 0.97),
    ("e", "OneShot", "OUTPERFORMS", "FilterCut", 0.96),
    ("e", "OneShot", "COMBINES", "pruning", 0.95),
    ("e", "OneShot", "COMBINES", "distillation", 0.94),
    ("e", "OneShot", "EXTENDS", "LossPick", 0.2),
    ("i", "FilterCut", "OUTPERFORMS", "OneShot", 0.93),
)
CLAIMS: tuple[tuple[str, str, str, float, str, str], ...] = (
    ("a", "HeadCut", "memory", 3, "x", ""),
    ("c", "LossPick", "training_cost", 2, "x", ""),
    ("e", "OneShot", "speedup", 2, "x", "without loss"),
    ("e", "OneShot", "quality_change", 0, "%", ""),
    ("i", "OneShot 7B", "speedup", 3, "x", ""),
)


def tell(record: Record) -> None:
    """Put techniques and the second survey into a record that the small one fills."""
    replace_resolved(
        record,
        Resolved(
            techniques=tuple(sorted(map(_technique, KINDS), key=lambda one: one.id)),
            accounts=tuple(
                Account(technique=technique_id(name), spelling=spelling, rule=Rule.SPELLED)
                for name in sorted(KINDS, key=technique_id)
                for spelling in (*ALIASES.get(name, ()), name)
            ),
            mentions=tuple(sorted(_mentions(), key=lambda one: (one.technique, one.paper))),
            relations=tuple(_relation(number, *told) for number, told in enumerate(RELATIONS)),
            claims=tuple(_claim(number, *told) for number, told in enumerate(CLAIMS)),
        ),
    )
    upsert_survey(record, Survey(name=OTHER, list="OTHER.md"))
    entries = tuple(_entry(name, line) for line, name in enumerate("ab", start=3))
    categories = (("Sparsity",), ("Data",))
    stays = tuple(CategoryStay(path=path, since="2019-07-01") for path in categories)
    listings = tuple(Listing(entry=entry, since="2020-01-01") for entry in entries)
    document = ListDocument(entries=entries, headings=(), categories=categories)
    replace_list(record, OTHER, document, ListHistory(listings=listings, categories=stays), DAY)


def _technique(name: str) -> Technique:
    return Technique(
        id=technique_id(name),
        name=name,
        kind=KINDS[name],
        aliases=ALIASES.get(name, ()),
        introduced_by=(local_id(HOMES[name]),) if name in HOMES else (),
        family=technique_id("OneShot") if name == "OneShot 7B" else None,
    )


def _mentions() -> list[Mention]:
    return [
        Mention(
            paper=local_id(paper),
            technique=technique_id(name),
            introduced=HOMES.get(name) == paper,
            spans=(Place(part=Part.TITLE, start=0, end=3),),
        )
        for paper, names in NAMED.items()
        for name in names
    ]


def _relation(number: int, paper: str, subject: str, kind: str, object_: str, confidence: float) -> Relation:
    return Relation(
        type=RelationType(kind),
        subject=technique_id(subject),
        object=technique_id(object_),
        paper=local_id(paper),
        sentence=f"{subject} {kind.lower()} {object_}.",
        span=Place(part=Part.ABSTRACT, start=number * 10, end=number * 10 + 9),
        confidence=confidence,
        extractor="told",
    )


def _claim(number: int, paper: str, technique: str, metric: str, value: float, unit: str, condition: str) -> Claim:
    return Claim(
        id=f"claim:{number:016x}",
        technique=TechniqueId(technique_id(technique)),
        metric=Metric(metric),
        value=value,
        unit=unit,
        baseline="",
        condition=condition,
        paper=local_id(paper),
        sentence=f"{technique} reports {metric} {value:g} {unit} {condition}.",
        span=Place(part=Part.ABSTRACT, start=number * 10, end=number * 10 + 9),
        confidence=0.9,
        extractor="told",
    )


def _entry(name: str, line: int) -> Entry:
    return Entry(
        title=TITLES[name],
        category=("Sparsity",),
        line=line,
        span=Span(start=line * 100, end=line * 100 + 99),
        identifiers=(PaperId(f"local:{name}"),),
    )
