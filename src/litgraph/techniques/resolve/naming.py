"""What each group of spellings is called: its name, its kind and its id."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from litgraph.model.identifiers import PaperId
from litgraph.model.spelling import tidy
from litgraph.model.technique import Kind, TechniqueId, slug, technique_id
from litgraph.techniques.resolve.clusters import Clusterer, singular
from litgraph.techniques.resolve.joining import Groups, Node
from litgraph.techniques.resolve.senses import heads
from litgraph.techniques.resolve.uses import NEVER, Use

_OWN = 3.0  # how much more the paper that introduces a technique knows of what it is
_USUAL = 5  # papers that name a technique before one that says that it introduces it, too
_SINGULAR = 0.25  # of the uses of the plural, from which a technique is called by the singular
_KINDS = tuple(Kind)
_NONE = TechniqueId("")


@dataclass(kw_only=True, eq=False)
class Group:
    """A technique in the making: its node, the uses of its spellings, and how many papers spell it how."""

    root: Node
    uses: list[Use] = field(default_factory=list)
    spelled: dict[str, list[PaperId]] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)  # of each spelling
    system: str = ""
    leads: bool = False  # among the techniques of its name
    name: str = ""
    kind: Kind = Kind.METHOD
    id: TechniqueId = _NONE

    @cached_property
    def introducing(self) -> list[Use]:
        """Give the uses of the papers that introduce it, by age.

        Once several other papers name it, nobody introduces it any more, whatever was read, but the paper whose title
        it heads, if none did before.
        """
        found: list[Use] = []
        others = 0
        for use in self.uses:
            if not use.name.introduced:
                others += 1
            elif others < _USUAL or (not found and heads(use.key, use.of.title)):
                found.append(use)
        return found


def make_groups(by: Clusterer, groups: Groups) -> tuple[dict[Node, Group], dict[int, Group]]:
    """Give the group of each root that a paper or a list names, and that of each use, by the id of the use."""
    made: dict[Node, Group] = {}
    of_use: dict[int, Group] = {}
    for use in by.uses.all:
        root = groups.root(by.node(use.key, use))
        group = made.setdefault(root, Group(root=root))
        group.uses.append(use)
        of_use[id(use)] = group
    for node, key in sorted((node, node[0]) for node in groups.systems):
        made.setdefault(groups.root(node), Group(root=groups.root(node))).system = by.systems[key]
    for use in by.uses.all:
        for spelling in use.spelled:
            _spell(made, by, groups, use, spelling)
    for group in made.values():
        group.name, group.kind = _name(group, by), _kind(group)
        group.leads = _leads(group, by)
    _give_ids(made.values())
    return made, of_use


def _spell(made: Mapping[Node, Group], by: Clusterer, groups: Groups, use: Use, spelling: str) -> None:
    key, spelling = by.decided.keys.of(spelling), tidy(spelling)
    if not key or key not in (use.key, *use.others):
        return
    node = by.node(key, use)
    group = made.get(groups.root(node))
    if group:
        group.spelled.setdefault(spelling, []).append(use.of.paper)
        group.nodes.setdefault(spelling, node)


def _name(group: Group, by: Clusterer) -> str:
    """Call a technique as a list's table does, else as the paper that introduced it, else as most papers do."""
    if group.system:
        return group.system
    introducing = group.introducing
    if introducing and sum(use.of.age < introducing[0].of.age for use in group.uses) < _USUAL:
        return tidy(introducing[0].name.text)
    counts = Counter(tidy(use.name.text) for use in group.uses)
    counts.update({spelling: len(papers) for spelling, papers in group.spelled.items()})
    usual = Counter[Node]()
    for spelling, node in group.nodes.items():
        usual[node] += counts[spelling]
    clear = [name for name, node in group.nodes.items() if by.senses.is_clear(*node)] or list(group.nodes)
    best = min(clear, key=lambda name: (-usual[group.nodes[name]], -counts[name], len(name), name))
    alone = [name for name in clear if name != best and name == singular(best)]
    return alone[0] if alone and counts[alone[0]] >= _SINGULAR * counts[best] else best


def _kind(group: Group) -> Kind:
    if group.system:
        return Kind.SYSTEM
    votes: dict[Kind, float] = defaultdict(float)
    for use in group.uses:
        votes[use.name.kind] += use.name.confidence * (_OWN if use.name.introduced else 1)
    return max(_KINDS, key=lambda kind: (votes[kind], -_KINDS.index(kind)))


def _give_ids(groups: Iterable[Group]) -> None:
    """Give the plain id to the system, to what most papers mean, or to what was introduced first."""
    taken: set[TechniqueId] = set()
    for group in sorted(groups, key=_precedence):
        key = technique_id(group.name)
        if key in taken:
            first = (group.introducing or group.uses)[0].of.paper
            key = TechniqueId(f"technique:{slug(group.name)}@{first}")
        number = 1
        while key in taken:
            number += 1
            key = TechniqueId(f"{key.partition('#')[0]}#{number}")
        group.id = key
        taken.add(key)


def _leads(group: Group, by: Clusterer) -> bool:
    """Tell whether its name is ambiguous, no paper introduces this sense, and yet most papers mean it."""
    ambiguous = [node for node in group.nodes.values() if node[0] in by.senses.of]
    named = [node for node in ambiguous if node[0] == by.decided.keys.of(group.name)]
    return bool(named) and not group.introducing and by.senses.is_clear(*named[0]) and len(group.uses) >= _USUAL


def _precedence(group: Group) -> tuple[bool, bool, bool, tuple[str, str], int, Node]:
    introducing: Sequence[Use] = group.introducing
    age = introducing[0].of.age if introducing else (NEVER, PaperId(""))
    return not group.system, not group.leads, not introducing, age, -len(group.uses), group.root
