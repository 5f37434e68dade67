"""Short ways to write down what papers say, as if they had been read."""

from __future__ import annotations

from collections.abc import Iterable

from litgraph.model.identifiers import PaperId
from litgraph.model.resolved import Resolved, Rule
from litgraph.model.technique import Kind, Name, Part, Reading, RelationType, SaidClaim, SaidRelation, Span, Technique
from litgraph.techniques.resolve.uses import PaperReading


def named(text: str, *aliases: str, kind: str = "method", introduced: bool = False) -> Name:
    """Give a name that a text holds."""
    return Name(text=text, kind=Kind(kind), aliases=aliases, introduced=introduced)


def introduced(text: str, *aliases: str, kind: str = "method") -> Name:
    """Give a name that a text introduces."""
    return named(text, *aliases, kind=kind, introduced=True)


def read(
    paper: str,
    *names: Name,
    day: str = "2024-01-01",
    title: str = "A Title",
    abstract: str = "An abstract of one sentence.",
    relations: Iterable[SaidRelation] = (),
    claims: Iterable[SaidClaim] = (),
) -> PaperReading:
    """Give a paper as it was read."""
    reading = Reading(names=names, relations=tuple(relations), claims=tuple(claims))
    return PaperReading(
        paper=PaperId(paper), day=day, title=title, abstract=abstract, extractor="written/1", reading=reading
    )


def relates(subject: str, type_: str, object_: str, *, end: int = 28, confidence: float = 0.9) -> SaidRelation:
    """Give a relation that the abstract states."""
    sentence = Span(part=Part.ABSTRACT, start=0, end=end)
    return SaidRelation(
        type=RelationType(type_), subject=subject, object=object_, sentence=sentence, confidence=confidence
    )


def called(resolved: Resolved, name: str) -> Technique:
    """Give the one technique of a name."""
    (found,) = [one for one in resolved.techniques if one.name == name]
    return found


def spelled(resolved: Resolved, name: str) -> set[str]:
    """Give all spellings of the one technique of a name."""
    key = called(resolved, name).id
    apart = (Rule.FAMILY, Rule.HOMONYM)
    return {one.spelling for one in resolved.accounts if one.technique == key and one.rule not in apart}


def papers_of(resolved: Resolved, technique: str) -> set[str]:
    """Give the papers that name a technique, by its id."""
    return {one.paper for one in resolved.mentions if one.technique == technique}


def reason(resolved: Resolved, technique: str, rule: Rule) -> str:
    """Give the evidence of the one account of a technique by a rule."""
    (found,) = [one.evidence for one in resolved.accounts if one.technique == technique and one.rule is rule]
    return found
