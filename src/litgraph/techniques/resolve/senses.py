"""Homonyms: one spelling that means several techniques, and which of them each paper means.

A sense is founded by papers that introduce the name, or that give its long form. Two papers found one sense, unless
their long forms differ or one is a technique of its own: it introduces a name that the other had, without citing it,
and stands for it in its title, or speaks of something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from litgraph.model.identifiers import PaperId
from litgraph.model.spelling import spelling_key
from litgraph.techniques.resolve.abbreviation import abbreviates, are_alike, share_words
from litgraph.techniques.resolve.likeness import Likeness
from litgraph.techniques.resolve.uses import NEVER, Key, PaperReading, Use, Uses

# What each paper of a collection cites.
References = Callable[[Collection[PaperId]], Mapping[PaperId, AbstractSet[PaperId]]]

_FAR = 0.08  # likeness below which two papers speak of something else
_USUAL = 5  # papers that use a name before it is said to be introduced once more: it is a usual name
_LEADING = 0.8  # share of the papers that found a sense from which it is meant where nothing else tells
_MARGIN = 1.2  # by how much a text must be liker to one sense than to the next


@dataclass(slots=True, kw_only=True, eq=False)
class Sense:
    """One meaning of a key: the uses that introduce it, those that give its long form, and the long forms."""

    key: Key
    introduced: list[Use] = field(default_factory=list)
    given: list[Use] = field(default_factory=list)
    long: list[str] = field(default_factory=list)

    @property
    def founders(self) -> list[PaperReading]:
        """Give the papers that it is known by."""
        return [use.of for use in (self.introduced or self.given)]

    @property
    def age(self) -> tuple[bool, tuple[str, PaperId], int]:
        """Order senses: those that were introduced first, then those that most papers give."""
        return not self.introduced, min(one.age for one in self.founders), -len(self.given)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Senses:
    """The senses of each ambiguous key, and which one each of its uses means, and why."""

    of: Mapping[Key, Sequence[Sense]]
    leading: Mapping[Key, int]  # the sense that most papers mean, where there is one
    meant: Mapping[tuple[Key, int], tuple[int, str]]  # by key and id of the use: number of the sense, reason

    def is_clear(self, key: Key, number: int) -> bool:
        """Tell whether a key means this sense alone, or in more papers than all others together."""
        return key not in self.of or self.leading.get(key) == number

    def number(self, key: Key, use: Use) -> int:
        """Give which sense of a key a use means, 0 where it has but one."""
        return self.meant[key, id(use)][0] if key in self.of else 0


def tell_apart(uses: Uses, cut: Collection[Key], references: References, likeness: Likeness) -> Senses:
    """Find the keys that have several senses; what people cut off has one."""
    doubtful = {key: told for key in uses.by_key if key not in cut and (told := _may_differ(key, uses))}
    papers = {use.of.paper for key in doubtful for use in uses.by_key[key]}
    cites = references(papers) if papers else {}
    found: dict[Key, list[Sense]] = {}
    leading: dict[Key, int] = {}
    meant: dict[tuple[Key, int], tuple[int, str]] = {}
    for key, founding in sorted(doubtful.items()):
        senses = _found(key, founding, uses.by_key[key], cites, likeness)
        if len(senses) > 1:
            found[key] = senses
            chooser = _chooser(senses, cites, likeness)
            chosen = {(key, id(use)): chooser.choose(use) for use in uses.by_key[key]}
            meant.update(chosen)
            number, meaning = Counter(number for number, _ in chosen.values()).most_common(1)[0]
            if 2 * meaning > len(chosen):
                leading[key] = number
    return Senses(of=found, leading=leading, meant=meant)


def _may_differ(key: Key, uses: Uses) -> list[tuple[Use, str]]:
    """Give the uses that may found a sense, with the long form that each gives, where there are two of them."""
    founding = [
        (use, long)
        for use in uses.by_key[key]
        if (long := _long_form(key, use)) or (use.name.introduced and use.key == key)
    ]
    introducing = sum(use.name.introduced for use, _ in founding)
    forms = {spelling_key(long) for _, long in founding if long}
    return founding if introducing > 1 or len(forms) > 1 else []


def _long_form(key: Key, use: Use) -> str:
    """Give the long form of a short spelling that has this key."""
    if len(use.name.aliases) == 0:
        return ""
    shorts = [spelling for spelling in use.spelled if spelling_key(spelling) == key]
    for short in shorts:
        for long in use.spelled:
            if long != short and abbreviates(short, long):
                return long
    return ""


def _found(
    key: Key,
    founding: Sequence[tuple[Use, str]],
    uses: Sequence[Use],
    cites: Mapping[PaperId, AbstractSet[PaperId]],
    likeness: Likeness,
) -> list[Sense]:
    senses: list[Sense] = []
    ordered = sorted(founding, key=lambda told: (not told[0].name.introduced, told[0].of.age))
    for use, long in ordered:
        usual = partial(_is_usual, use, uses)
        sense = next((one for one in senses if _fits(one, use, long, usual, cites, likeness)), None)
        if sense is None:
            sense = Sense(key=key)
            senses.append(sense)
        (sense.introduced if use.name.introduced else sense.given).append(use)
        if long:
            sense.long.append(long)
    return sorted(senses, key=lambda one: one.age)


def _fits(
    sense: Sense,
    use: Use,
    long: str,
    usual: Callable[[], bool],
    cites: Mapping[PaperId, AbstractSet[PaperId]],
    likeness: Likeness,
) -> bool:
    """Tell whether a paper that founds a sense founds one that is there already."""
    if long and sense.long:
        return any(are_alike(long, other) for other in sense.long)
    if not (use.name.introduced and sense.introduced):
        return True
    others = [one.of for one in sense.introduced]
    if any(o.paper in cites.get(use.of.paper, ()) or use.of.paper in cites.get(o.paper, ()) for o in others):
        return True
    if any(share_words(use.of.title, other.title) for other in others):
        return True
    if heads(use.key, use.of.title) and any(heads(use.key, other.title) for other in others):
        return False
    return usual() or likeness.between(use.of, others) >= _FAR


def _is_usual(use: Use, uses: Sequence[Use]) -> bool:
    """Tell whether several papers used a name, as one that others know, before a paper says that it introduces it."""
    before = (one for one in uses if one.of.age < use.of.age and not one.name.introduced)
    return len(list(islice(before, _USUAL))) == _USUAL


def heads(key: Key, title: str) -> bool:
    """Tell whether a title begins with a name and goes on behind a colon."""
    head, colon, _ = title.partition(":")
    return bool(colon) and spelling_key(head) == key


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chooser:
    """What tells which sense a paper means."""

    senses: Sequence[Sense]
    founders: Sequence[Sequence[PaperReading]]
    papers: Sequence[frozenset[PaperId]]
    founded: Mapping[int, tuple[int, str]]  # by id of the use
    cites: Mapping[PaperId, AbstractSet[PaperId]]
    likeness: Likeness

    def choose(self, use: Use) -> tuple[int, str]:
        """Say which sense a use means, and why."""
        if id(use) in self.founded:
            return self.founded[id(use)]
        cited = self.cites.get(use.of.paper, frozenset())
        by_citation = [n for n, papers in enumerate(self.papers) if not papers.isdisjoint(cited)]
        if len(by_citation) == 1:
            return by_citation[0], f"cites {min(self.papers[by_citation[0]] & cited)}"
        return self._by_words(use, by_citation or list(range(len(self.senses))))

    def _by_words(self, use: Use, left: Sequence[int]) -> tuple[int, str]:
        alike = sorted(((self.likeness.between(use.of, self.founders[n]), -n) for n in left), reverse=True)
        if alike[0][0] >= _FAR and alike[0][0] >= _MARGIN * alike[1][0]:
            return -alike[0][1], f"its words are liker ({alike[0][0]:.2f} to {alike[1][0]:.2f})"
        sizes = Counter({n: len(self.senses[n].introduced) + len(self.senses[n].given) for n in left})
        leading, size = sizes.most_common(1)[0]
        if size >= _LEADING * sizes.total():
            return leading, "most papers that say what it means mean this"
        known = [n for n in left if min(one.day or NEVER for one in self.founders[n]) <= (use.of.day or NEVER)]
        return (known or list(left))[0], "the first one that was known by its day"


def _chooser(senses: Sequence[Sense], cites: Mapping[PaperId, AbstractSet[PaperId]], likeness: Likeness) -> _Chooser:
    founded: dict[int, tuple[int, str]] = {}
    for number, sense in enumerate(senses):
        founded.update((id(use), (number, f"gives its long form, {sense.long[0]}")) for use in sense.given)
        founded.update((id(use), (number, "introduces it")) for use in sense.introduced)
    founders = [sense.founders for sense in senses]
    papers = [frozenset(one.paper for one in told) for told in founders]
    return _Chooser(senses=senses, founders=founders, papers=papers, founded=founded, cites=cites, likeness=likeness)
