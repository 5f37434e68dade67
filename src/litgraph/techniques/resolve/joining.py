"""Nodes joined into groups, within limits, and what joined each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from litgraph.model.resolved import Rule
from litgraph.techniques.resolve.uses import Key

Node = tuple[Key, int]  # a key, and the number of its sense


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a node is in its group."""

    rule: Rule
    evidence: str


@dataclass(slots=True, kw_only=True, eq=False)
class Groups:
    """Disjoint sets of nodes; a class since it owns the sets that grow.

    Two senses of one key are never joined by anything but a person's word, nor are two systems.
    """

    systems: dict[Node, str]
    _root: dict[Node, Node] = field(default_factory=dict)
    _members: dict[Node, list[Node]] = field(default_factory=dict)
    reasons: dict[Node, Reason] = field(default_factory=dict)

    def add(self, node: Node) -> None:
        """Take a node in, by itself."""
        if node not in self._root:
            self._root[node] = node
            self._members[node] = [node]

    def has(self, node: Node) -> bool:
        """Tell whether a node was taken in."""
        return node in self._root

    def root(self, node: Node) -> Node:
        """Give the node that stands for the group of a node."""
        return self._root[node]

    def members(self, node: Node) -> list[Node]:
        """Give the nodes of the group of a node."""
        return self._members[self._root[node]]

    def roots(self) -> Iterable[Node]:
        """Give the node that stands for each group, in order."""
        return sorted(self._members)

    def join(self, one: Node, other: Node, reason: Reason, *, limited: bool = True) -> bool:
        """Put the groups of two nodes together; not where that would break a limit."""
        first, second = self._root[one], self._root[other]
        if first == second:
            return True
        if limited and self._would_break(first, second):
            return False
        if len(self._members[first]) < len(self._members[second]):
            first, second, one, other = second, first, other, one
        for node in self._members.pop(second):
            self._root[node] = first
            self._members[first].append(node)
        self.reasons.setdefault(other, reason)
        self.reasons.setdefault(one, reason)
        return True

    def _would_break(self, first: Node, second: Node) -> bool:
        keys = dict(self._members[first])
        if any(keys.get(key, sense) != sense for key, sense in self._members[second]):
            return True
        systems = {self.systems[n] for root in (first, second) for n in self._members[root] if n in self.systems}
        return len(systems) > 1
