"""Which spellings are one technique: by people's word, by what texts say, by a plural's s, by abbreviated words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from litgraph.model.identifiers import PaperId
from litgraph.model.resolved import Rule
from litgraph.model.spelling import spelling_key
from litgraph.model.technique import slug, technique_id
from litgraph.techniques.resolve.abbreviation import abbreviates, differing, numbers
from litgraph.techniques.resolve.decided import Decided
from litgraph.techniques.resolve.joining import Groups, Node, Reason
from litgraph.techniques.resolve.senses import Senses
from litgraph.techniques.resolve.uses import Key, Use, Uses

_SEVERAL = 2  # papers from which two names of one thing are believed without further signs
_MUCH = 0.2  # share of a long form's usual short form that another one of it has at least
_WORDS = re.compile(r"[^\W_]+(?:\.\d+)*[+#*]*")
_LONGEST = 6  # words of a long form inside a longer name
_SHORTEST = 3  # characters of a plural
_ID = re.compile(r"technique:(?P<slug>[^@]+)@(?P<paper>.+)", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class Said:
    """How often papers give two spellings for one thing, and which paper did first."""

    first: PaperId
    papers: int = 0
    introduced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """What stands for some words, and how that is told."""

    key: Key
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clusterer:
    """What the joining of nodes goes by."""

    uses: Uses
    senses: Senses
    decided: Decided
    systems: Mapping[Key, str] = field(default_factory=dict)

    def node(self, key: Key, use: Use) -> Node:
        """Give the node that a key of a use means."""
        return key, self.senses.number(key, use)

    def spelling(self, key: Key) -> str:
        """Give the most frequent spelling of a key."""
        counts = self.uses.spelled.get(key)
        if not counts:
            return self.systems.get(key, key)
        return min(counts, key=lambda spelling: (-counts[spelling], spelling))


def cluster(by: Clusterer) -> Groups:
    """Join the nodes of all uses and systems; the strongest reasons come first."""
    ids = {(key, 0): technique_id(name) for key, name in by.systems.items()}
    groups = Groups(systems=dict(ids))
    for node in sorted({by.node(key, use) for use in by.uses.all for key in (use.key, *use.others)} | ids.keys()):
        groups.add(node)
    _by_decision(by, groups)
    pairs = _by_text(by, groups)
    _by_plural(by, groups)
    _by_words(by, groups, pairs)
    return groups


def _by_decision(by: Clusterer, groups: Groups) -> None:
    for first, second, day in by.decided.together:
        one, other = _decided_node(by, groups, first), _decided_node(by, groups, second)
        if one and other:
            evidence = f"decided on {day}: {first}, {second}"
            groups.join(one, other, Reason(rule=Rule.MERGED, evidence=evidence), limited=False)


def _decided_node(by: Clusterer, groups: Groups, name: str) -> Node | None:
    """Find the node that a person names: by an id that tells homonyms apart, or by spelling."""
    if named := _ID.fullmatch(name):
        for key, senses in by.senses.of.items():
            if slug(by.spelling(key)) == named["slug"] or spelling_key(named["slug"]) == key:
                for number, sense in enumerate(senses):
                    if any(founder.paper == named["paper"] for founder in sense.founders):
                        return key, number
        return None
    key = by.decided.keys.of(name.removeprefix("technique:") if name.startswith("technique:") else name)
    node = (key, 0)
    return node if groups.has(node) else None


def _by_text(by: Clusterer, groups: Groups) -> dict[Key, Short]:
    """Join what texts give as one thing; give what is short for which words."""
    said, apart = _what_is_said(by), Counter[frozenset[Node]]()
    for reading_uses in _by_paper(by.uses.all):
        nodes = sorted({by.node(use.key, use) for use in reading_uses})
        apart.update(frozenset((a, b)) for place, a in enumerate(nodes) for b in nodes[place + 1 :] if (a, b) in said)
    short: dict[Key, Short] = {}
    leading: dict[Node, tuple[Node, int]] = {}  # of each long form the short form that most papers give
    for (one, other), told in sorted(said.items(), key=lambda pair: (-pair[1].papers, pair[0])):
        if not _is_believed(by, one, other, told, apart[frozenset((one, other))]):
            continue
        if not _is_led(by, leading, one, other, told.papers):
            continue
        more = f" and {told.papers - 1} more" if told.papers > 1 else ""
        words = f"{by.spelling(one[0])}, {by.spelling(other[0])}: both in {told.first}{more}"
        if groups.join(one, other, Reason(rule=Rule.SAID, evidence=words)):
            short.update(_short_of(by, one[0], other[0]))
    return short


def _what_is_said(by: Clusterer) -> dict[tuple[Node, Node], Said]:
    said: dict[tuple[Node, Node], Said] = {}
    for use in by.uses.all:
        for other in use.others:
            if use.key in by.decided.cut or other in by.decided.cut:
                continue
            first, second = sorted((by.node(use.key, use), by.node(other, use)))
            told = said.setdefault((first, second), Said(first=use.of.paper))
            told.papers += 1
            told.introduced = told.introduced or use.name.introduced
    return said


def _by_paper(uses: Iterable[Use]) -> Iterator[list[Use]]:
    """Give the uses of one paper after the other; they stand together."""
    together: list[Use] = []
    for use in uses:
        if together and together[-1].of is not use.of:
            yield together
            together = []
        together.append(use)
    if together:
        yield together


def _is_believed(by: Clusterer, one: Node, other: Node, told: Said, apart: int) -> bool:
    """Tell whether two spellings that papers give for one thing are joined in the whole record."""
    first, second = by.spelling(one[0]), by.spelling(other[0])
    fits = abbreviates(first, second) or abbreviates(second, first)
    if apart >= told.papers or (not fits and numbers(first) != numbers(second)):
        return False
    rare = min(len(by.uses.by_key[one[0]]), len(by.uses.by_key[other[0]])) == told.papers
    return fits or told.introduced or told.papers >= _SEVERAL or rare


def _is_led(by: Clusterer, leading: dict[Node, tuple[Node, int]], one: Node, other: Node, papers: int) -> bool:
    """Tell whether a short form is the first of a long form, or not much rarer: else it is of something else."""
    first, second = by.spelling(one[0]), by.spelling(other[0])
    if not (abbreviates(first, second) or abbreviates(second, first)):
        return True
    long, short = (other, one) if abbreviates(first, second) else (one, other)
    before, most = leading.setdefault(long, (short, papers))
    alike = singular(by.spelling(before[0])) == singular(by.spelling(short[0]))
    return alike or (papers >= _SEVERAL and papers >= _MUCH * most)


def _short_of(by: Clusterer, one: Key, other: Key) -> dict[Key, Short]:
    """Give the words that stand long in one of two spellings, with those that stand for them in the other."""
    first, second = by.spelling(one), by.spelling(other)
    if not abbreviates(first, second):
        first, second = second, first
    few, many = differing(first, second)
    told = Short(key=spelling_key("".join(few)), evidence=f"{' '.join(few)} is short for {' '.join(many)}")
    return {spelling_key("".join(many)): told} if abbreviates(first, second) else {}


def _by_plural(by: Clusterer, groups: Groups) -> None:
    alike: dict[Key, list[Key]] = defaultdict(list)
    for key in sorted(by.uses.by_key):
        if _is_plain(by, (key,)):
            words = _WORDS.findall(by.spelling(key))
            alike["".join(spelling_key(singular(word)) for word in words) or key].append(key)
    for first, *others in alike.values():
        for key in others:
            evidence = f"{by.spelling(first)}, {by.spelling(key)}: one in the plural"
            groups.join((first, 0), (key, 0), Reason(rule=Rule.PLURAL, evidence=evidence))


def singular(word: str) -> str:
    """Take the s of a plural off a word; `SMS` and `bus` have none, `LMs` has."""
    if word.endswith("s") and len(word) >= _SHORTEST and not word.lower().endswith(("ss", "us", "is")):
        return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    return word


def _is_plain(by: Clusterer, keys: Collection[Key]) -> bool:
    """Tell whether all keys have but one sense, and no person decided of them."""
    return not any(key in by.senses.of or key in by.decided.cut for key in keys)


def _by_words(by: Clusterer, groups: Groups, short: Mapping[Key, Short]) -> None:
    """Join names that differ by a long form inside one of them that the other has short."""
    for key in sorted(by.uses.by_key):
        words = [spelling_key(word) for word in _WORDS.findall(by.spelling(key))]
        if len(words) < 3:
            continue
        for other, long in _shortened(words, short):
            if other in by.uses.by_key and other != key and _is_plain(by, (key, other)):
                groups.join((key, 0), (other, 0), Reason(rule=Rule.SAID, evidence=long.evidence))


def _shortened(words: list[str], short: Mapping[Key, Short]) -> Iterator[tuple[Key, Short]]:
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + _LONGEST) + 1):
            long = "".join(words[start:end])
            if long in short and end - start < len(words):
                yield "".join((*words[:start], short[long].key, *words[end:])), short[long]
