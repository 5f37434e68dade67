"""Resolution: the readings of the whole record made into techniques, and what is said of these. Same in, same out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from litgraph.model.resolved import Account, Resolved, Rule, TechniqueDecision
from litgraph.model.spelling import spelling_key
from litgraph.model.technique import Mention, Part, Span, Technique, technique_id
from litgraph.techniques.resolve.clusters import Clusterer, cluster
from litgraph.techniques.resolve.decided import take
from litgraph.techniques.resolve.families import Kin, Named, find_families
from litgraph.techniques.resolve.joining import Groups
from litgraph.techniques.resolve.likeness import Likeness
from litgraph.techniques.resolve.naming import Group, make_groups
from litgraph.techniques.resolve.senses import References, tell_apart
from litgraph.techniques.resolve.statements import Told, claims_of, relations_of, tell
from litgraph.techniques.resolve.uses import PaperReading, Use, gather

_USUAL = 0.3  # share of the uses of a name from which a spelling is what its variants are called by
_TOLD = 50  # papers whose meaning of a homonym is accounted for one by one


def resolve(
    readings: Sequence[PaperReading],
    *,
    systems: Iterable[str] = (),
    decisions: Iterable[TechniqueDecision] = (),
    references: References = lambda papers: {},
) -> Resolved:
    """Make techniques of all readings, of the systems that lists name, and of what people decided.

    `references` gives what papers cite; it is asked for papers that use a name which may mean several techniques.
    """
    decided = take(decisions)
    uses = gather(readings, decided.keys, decided.cut)
    senses = tell_apart(uses, decided.cut, references, Likeness(of=readings))
    by = Clusterer(
        uses=uses,
        senses=senses,
        decided=decided,
        systems={decided.keys.of(name): name for name in reversed([*systems])},
    )
    groups = cluster(by)
    made, of_use = make_groups(by, groups)
    ordered = sorted(made.values(), key=lambda group: group.id)
    families = find_families([_named(number, group) for number, group in enumerate(ordered)])
    said = list(_said(uses.all, of_use))
    return Resolved(
        techniques=tuple(sorted(_techniques(ordered, *families), key=lambda one: one.id)),
        accounts=tuple(_accounts(by, groups, ordered, *families)),
        mentions=tuple(sorted(_mentions(ordered), key=lambda one: (one.technique, one.paper))),
        relations=tuple(relation for told in said for relation in relations_of(told)),
        claims=tuple(claim for told in said for claim in claims_of(told)),
    )


def _named(number: int, group: Group) -> Named:
    usual = (spelling for spelling, papers in group.spelled.items() if len(papers) >= _USUAL * len(group.uses))
    keys = dict.fromkeys(map(spelling_key, (group.name, *usual)))
    return Named(number=number, name=group.name, kind=group.kind, keys=tuple(keys), weight=len(group.uses))


def _techniques(ordered: Sequence[Group], kin: Mapping[int, Kin], made: Sequence[Named]) -> Iterator[Technique]:
    bare = _bare(ordered, made)
    for number, one in enumerate(bare):
        yield replace(one, family=bare[kin[number].family].id if number in kin else None)


def _bare(ordered: Sequence[Group], made: Sequence[Named]) -> list[Technique]:
    """Give techniques by their number, without their families."""
    named = [Technique(id=group.id, name=group.name, kind=group.kind) for group in ordered]
    return [*named, *(Technique(id=technique_id(one.name), name=one.name, kind=one.kind) for one in made)]


def _mentions(ordered: Iterable[Group]) -> Iterator[Mention]:
    for group in ordered:
        by_paper: dict[str, list[Use]] = defaultdict(list)
        for use in group.uses:
            by_paper[use.of.paper].append(use)
        introducing = {use.of.paper for use in group.introducing}
        for paper, uses in by_paper.items():
            yield Mention(
                paper=uses[0].of.paper,
                technique=group.id,
                introduced=paper in introducing,
                spans=tuple(sorted({span for use in uses for span in use.name.spans}, key=_reading_order)),
            )


def _reading_order(span: Span) -> tuple[bool, int, int]:
    return span.part is not Part.TITLE, span.start, span.end


def _said(uses: Iterable[Use], of_use: Mapping[int, Group]) -> Iterator[Told]:
    by_paper: dict[int, list[Use]] = defaultdict(list)
    for use in uses:
        by_paper[id(use.of)].append(use)
    for together in by_paper.values():
        ids = {id(use): of_use[id(use)].id for use in together}
        introduced = [use for use in together if use in of_use[id(use)].introducing]
        yield tell(together[0].of, together, introduced, ids)


def _accounts(
    by: Clusterer, groups: Groups, ordered: Sequence[Group], kin: Mapping[int, Kin], made: Sequence[Named]
) -> Iterator[Account]:
    for number, one in enumerate(_bare(ordered, made)):
        if number in kin:
            yield Account(technique=one.id, spelling=one.name, rule=Rule.FAMILY, evidence=kin[number].evidence)
    for family in made:
        evidence = "no text names it by itself; its variants share its name"
        yield Account(technique=technique_id(family.name), spelling=family.name, rule=Rule.SPELLED, evidence=evidence)
    for group in ordered:
        yield from _spellings(by, groups, group)
        yield from _homonyms(by, group)


def _spellings(by: Clusterer, groups: Groups, group: Group) -> Iterator[Account]:
    own = by.decided.keys.of(group.name)
    if group.system:
        yield Account(
            technique=group.id,
            spelling=group.system,
            rule=Rule.SYSTEM,
            evidence="a row of a list's table of frameworks",
        )
    for spelling, papers in sorted(group.spelled.items()):
        node = group.nodes[spelling]
        reason = groups.reasons.get(node) if node[0] != own else None
        told = f"in {len(set(papers))} papers, first {papers[0]}"
        rule, evidence = (reason.rule, f"{reason.evidence}; {told}") if reason else (Rule.SPELLED, told)
        yield Account(technique=group.id, spelling=spelling, rule=rule, evidence=evidence)
        if apart := by.decided.rule(node[0]):
            yield Account(technique=group.id, spelling=spelling, rule=apart[0], evidence=apart[1])


def _homonyms(by: Clusterer, group: Group) -> Iterator[Account]:
    """Account for names that mean other techniques, too: which papers mean this one, and why."""
    for key in sorted({node[0] for node in group.nodes.values()} & by.senses.of.keys()):
        reasons = [
            (use.of.paper, by.senses.meant[key, id(use)][1]) for use in group.uses if (key, id(use)) in by.senses.meant
        ]
        told = "; ".join(f"{paper} {reason}" for paper, reason in reasons[:_TOLD])
        more = f"; and {len(reasons) - _TOLD} more" if len(reasons) > _TOLD else ""
        evidence = f"one of {len(by.senses.of[key])} meanings: {told}{more}"
        yield Account(technique=group.id, spelling=by.spelling(key), rule=Rule.HOMONYM, evidence=evidence)
