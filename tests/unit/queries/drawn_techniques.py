"""A hand-drawn graph that also knows techniques: lines such as `p1: QLoRA EXTENDS LoRA` and `p1: LoRA memory 3 x`."""

from __future__ import annotations

from collections.abc import Mapping

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
) -> DrawnGraph:
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
    return DrawnGraph(
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
