"""What people decided, as the resolver takes it: spellings cut off from what litgraph found, and names put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from litgraph.model.resolved import Rule, TechniqueDecision, Verb
from litgraph.model.spelling import fold, spelling_key
from litgraph.techniques.resolve.uses import Key, Keys

# A name, or an id of a technique; the date on which they were put together.
Pair = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Keys that only people's word binds to others, with the day of it, and the pairs of names that are one."""

    keys: Keys
    cut: dict[Key, str]
    together: tuple[Pair, ...]

    def rule(self, key: Key) -> tuple[Rule, str] | None:
        """Say what people decided of a key that stands alone."""
        return (Rule.APART, f"decided on {self.cut[key]}") if key in self.cut else None


def take(decisions: Iterable[TechniqueDecision]) -> Decided:
    """Read decisions in their order; the latest of those that speak of a spelling counts."""
    told = tuple(decisions)
    keys = Keys(exact=frozenset(_told_apart(told)))
    cut: dict[Key, str] = {}
    together: list[Pair] = []
    for one in told:
        for spelling in one.spellings:
            if one.decision is not Verb.MERGE:
                cut[keys.of(spelling)] = one.date
                together = [pair for pair in together if keys.of(spelling) not in map(keys.of, pair[:2])]
            if one.decision is not Verb.SPLIT:
                together.append((one.technique, spelling, one.date))
    return Decided(keys=keys, cut=cut, together=tuple(together))


def _told_apart(decisions: Iterable[TechniqueDecision]) -> Iterable[str]:
    """Give spellings that differ from the name that they are split from by case, hyphens and blanks alone."""
    for one in decisions:
        for spelling in one.spellings:
            if one.decision is Verb.SPLIT and spelling_key(spelling) == spelling_key(one.technique):
                yield fold(spelling)
