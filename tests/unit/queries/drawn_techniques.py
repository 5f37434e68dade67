"""A hand-drawn graph that also knows techniques: lines such as `p1: QLoRA EXTENDS LoRA` and `p1: LoRA memory 3 x`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from litgraph.errors import InputError
from litgraph.graph.backend import Filing
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import CategoryId, Path, Taxonomy
from litgraph.model.technique import (
    PAPER,
    Claim,
    Kind,
    Mention,
    Metric,
    Part,
    Relation,
    RelationType,
    Span,
    Technique,
    TechniqueId,
    technique_id,
)
from tests.unit.queries.drawn import DrawnGraph

_SPAN = Span(part=Part.ABSTRACT, start=0, end=10)


def draw_techniques(
    *lines: str,
    dates: Mapping[str, str] | None = None,
    kinds: Mapping[str, Kind] | None = None,
    families: Mapping[str, str] | None = None,
    filed: Mapping[str, Path] | None = None,
    tree: Taxonomy | None = None,
    texts: Mapping[str, str] | None = None,
) -> TechniqueGraph:
    """Draw techniques from what papers say; a line may end in `@ 0.3`, its confidence. Names are single words.

    The first technique that a paper relates or claims something of is the one that it introduces.
    """
    said = [_read(line) for line in lines]
    papers = sorted({paper for paper, _, _ in said} | set(dates or {}) | set(filed or {}))
    relations = [one for _, _, found in said for one in found if isinstance(one, Relation)]
    claims = [one for _, _, found in said for one in found if isinstance(one, Claim)]
    names = {word for _, words, _ in said for word in words if word != PAPER}
    names |= set(families or {}) | set((families or {}).values()) | set(kinds or {})
    introduced: dict[str, PaperId] = {}
    for paper, words, _ in said:
        if words and words[0] != PAPER:
            introduced.setdefault(words[0], paper)
    techniques = {
        technique_id(name): Technique(
            id=technique_id(name),
            name=name,
            kind=(kinds or {}).get(name, Kind.METHOD),
            introduced_by=(introduced[name],) if name in introduced else (),
            family=technique_id(families[name]) if families and name in families else None,
        )
        for name in sorted(names)
    }
    mentions = {(technique_id(word), paper) for paper, words, _ in said for word in words if word != PAPER}
    filings = tuple(
        Filing(paper=PaperId(paper), category=CategoryId("/".join(path)), path=path, probability=1, method="CURATED")
        for paper, path in (filed or {}).items()
    )
    return TechniqueGraph(
        found={
            PaperId(paper): Paper(
                id=PaperId(paper),
                title=(texts or {}).get(paper, paper.upper()),
                date=(dates or {}).get(paper, ""),
                code=f"https://code.example/{paper}",
            )
            for paper in papers
        },
        edges=set(),
        filings=filings,
        tree=tree or Taxonomy(survey="drawn"),
        entries=frozenset(filed or {}),
        known=techniques,
        named=tuple(
            Mention(paper=paper, technique=key, introduced=paper in techniques[key].introduced_by)
            for key, paper in sorted(mentions)
        ),
        related=tuple(relations),
        claimed=tuple(claims),
    )


@dataclass(frozen=True, kw_only=True)
class TechniqueGraph(DrawnGraph):
    """A drawn graph with techniques."""

    known: dict[TechniqueId, Technique] = field(default_factory=dict)
    named: tuple[Mention, ...] = ()
    related: tuple[Relation, ...] = ()
    claimed: tuple[Claim, ...] = ()

    def resolve_technique(self, text: str) -> TechniqueId:
        key = technique_id(text.removeprefix("technique:"))
        if key not in self.known:
            raise InputError(f"Unknown technique {text!r}.")
        return key

    def techniques(
        self, ids: Collection[TechniqueId] | None = None, *, as_of: str | None = None
    ) -> dict[TechniqueId, Technique]:
        return {key: one for key, one in self.known.items() if ids is None or key in ids}

    def mentions(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Mention, ...]:
        return tuple(
            one
            for one in self.named
            if (techniques is None or one.technique in techniques) and (papers is None or one.paper in papers)
        )

    def relations(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Relation, ...]:
        return tuple(
            one
            for one in self.related
            if (techniques is None or one.subject in techniques or one.object in techniques)
            and (papers is None or one.paper in papers)
        )

    def claims(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Claim, ...]:
        return tuple(
            one
            for one in self.claimed
            if (techniques is None or one.technique in techniques) and (papers is None or one.paper in papers)
        )


def _read(line: str) -> tuple[PaperId, list[str], list[Relation | Claim]]:
    paper, _, rest = line.partition(": ")
    rest, _, sure = rest.partition(" @ ")
    words = rest.split()
    key, confidence = PaperId(paper), float(sure or 1)
    if len(words) == 3 and words[1] in set(RelationType):
        relation = Relation(
            type=RelationType(words[1]),
            subject=words[0] if words[0] == PAPER else technique_id(words[0]),
            object=technique_id(words[2]),
            paper=key,
            sentence=rest,
            span=_SPAN,
            confidence=confidence,
            extractor="drawn",
        )
        return key, [words[0], words[2]], [relation]
    if len(words) == 4 and words[1] in set(Metric):
        claim = Claim(
            id=f"claim:{line}",
            technique=words[0] if words[0] == PAPER else technique_id(words[0]),
            metric=Metric(words[1]),
            value=float(words[2]),
            unit=words[3],
            baseline="",
            condition="",
            paper=key,
            sentence=rest,
            span=_SPAN,
            confidence=confidence,
            extractor="drawn",
        )
        return key, [words[0]], [claim]
    return key, words, []
