"""The names of one text, each with all of its spellings and places there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from litgraph.model.technique import Part, Span
from litgraph.techniques.names.abbreviations import find_abbreviations, is_short_for
from litgraph.techniques.names.spelling import bare, plain, singular
from litgraph.techniques.names.tagger import Found
from litgraph.techniques.names.versions import take_versions
from litgraph.techniques.text import Sentence, read_sentences

_LONGEST = 8  # tokens of a spelling that is looked for elsewhere in the text
_SHORT = 4  # characters; a shorter spelling counts elsewhere only in the same case

Place = tuple[int, int, int]  # sentence, first token, token behind the last


@dataclass(slots=True, kw_only=True)
class Group:
    """One name: its spellings by how often they stand in the text, its places, and how sure the tagger was."""

    spelled: Counter[str] = field(default_factory=Counter)
    places: list[Place] = field(default_factory=list)
    probability: float = 0.0
    concept: float = 0.0
    found: int = 0

    @property
    def text(self) -> str:
        """Give the spelling to call it by: the most frequent one, of equals the shortest."""
        return min(self.spelled, key=lambda spelling: (-self.spelled[spelling], len(spelling), spelling))

    @property
    def aliases(self) -> tuple[str, ...]:
        """Give its other spellings, the most frequent first, those that differ by more than case alone."""
        ranked = sorted(self.spelled, key=lambda spelling: (-self.spelled[spelling], spelling))
        others: dict[str, str] = {}
        for spelling in ranked:
            others.setdefault(spelling, spelling)
        return tuple(one for one in others.values() if one != self.text)

    def spans(self, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
        """Give the pieces of the text in which it stands, in their order."""
        return tuple(sorted({span_of(sentences, place) for place in self.places}))


def unite(sentences: Sequence[Sentence], found: Iterable[Found]) -> list[Group]:
    """Unite what was found by spelling and by the abbreviations that the text explains, and find the rest of it."""
    groups: dict[str, Group] = {}
    for one in take_versions(found, sentences):
        place = (one.sentence, one.start, one.end)
        spelling = bare(piece(sentences, place))
        if key := key_of(spelling):
            _add(groups.setdefault(key, Group()), spelling, place, one)
    united = _join(sentences, groups)
    look_around(united, sentences)
    return sorted(united, key=lambda group: min(_in_order(sentences, group)))


def key_of(spelling: str) -> str:
    """Write a spelling so that case, hyphens, blanks and a plural's s don't count."""
    return singular(plain(spelling))


def piece(sentences: Sequence[Sentence], place: Place) -> str:
    """Give the text of some tokens of a sentence."""
    number, start, end = place
    sentence = sentences[number]
    offset = sentence.span.start
    return sentence.text[sentence.tokens[start].start - offset : sentence.tokens[end - 1].end - offset]


def span_of(sentences: Sequence[Sentence], place: Place) -> Span:
    """Give where some tokens of a sentence stand in their part."""
    number, start, end = place
    sentence = sentences[number]
    return Span(part=sentence.span.part, start=sentence.tokens[start].start, end=sentence.tokens[end - 1].end)


def _add(group: Group, spelling: str, place: Place, found: Found) -> None:
    group.spelled[spelling] += 1
    group.places.append(place)
    group.concept = (group.concept * group.found + found.concept) / (group.found + 1)
    group.probability = max(group.probability, found.probability)
    group.found += 1


def _join(sentences: Sequence[Sentence], groups: dict[str, Group]) -> list[Group]:
    """Join the groups of the short and the long form of each abbreviation that the text explains."""
    for number, sentence in enumerate(sentences):
        for short, long in find_abbreviations(sentence):
            forms = [(number, *short), (number, *long)]
            keys = [key_of(piece(sentences, form)) for form in forms]
            there = [groups[key] for key in keys if key in groups]
            if not there:
                continue
            group = max(there, key=lambda one: one.probability)
            for other in there:
                if other is not group:
                    _swallow(group, other)
            for form, key in zip(forms, keys, strict=True):
                group.spelled[piece(sentences, form)] += form not in group.places
                group.places.append(form)
                groups[key] = group
    return _join_far(list({id(group): group for group in groups.values()}.values()))


def _join_far(groups: list[Group]) -> list[Group]:
    """Join a short form and a long one that stand apart, where only one long form of the text fits.

    Where the text explains both, each by another form, they are two.
    """
    short = [group for group in groups if len(group.text.split()) == 1]
    for group in short:
        fitting = [one for one in groups if one is not group and _is_long_for(one, group.text)]
        fitting = [one for one in fitting if not (_is_explained(one) and _is_explained(group))]
        if len(fitting) == 1:
            _swallow(group, fitting[0])
            groups = [one for one in groups if one is not fitting[0]]
    return groups


def _is_explained(group: Group) -> bool:
    """Tell whether a group holds both a short form and a long one of it."""
    return any(_is_long_for(group, spelling) for spelling in group.spelled if len(spelling.split()) == 1)


def _is_long_for(group: Group, short: str) -> bool:
    return any(is_short_for(short, spelling) for spelling in group.spelled)


def _swallow(group: Group, other: Group) -> None:
    group.spelled.update(other.spelled)
    group.places += other.places
    group.probability = max(group.probability, other.probability)
    group.found += other.found


def _in_order(sentences: Sequence[Sentence], group: Group) -> list[tuple[bool, int, int]]:
    return [(sentences[number].span.part is not Part.TITLE, number, start) for number, start, _ in group.places]


def look_around(groups: Sequence[Group], sentences: Sequence[Sentence]) -> None:
    """Find where else in the text the spellings of names stand, longer names first, outside of names found already."""
    spelled = defaultdict(list)
    for group in groups:
        for spelling in group.spelled:
            words = tuple(_words(spelling))
            if 0 < len(words) <= _LONGEST:
                spelled[words[0].lower()].append((words, group))
    taken = {(number, at) for one in groups for number, start, end in one.places for at in range(start, end)}
    for options in spelled.values():
        options.sort(key=lambda option: -len(option[0]))
    for number, sentence in enumerate(sentences):
        texts = [token.text for token in sentence.tokens]
        for place, word in enumerate(texts):
            for wanted, group in spelled.get(word.lower(), ()):
                end = place + len(wanted)
                if _same(wanted, texts[place:end]) and not any((number, at) in taken for at in range(place, end)):
                    group.places.append((number, place, end))
                    taken.update((number, at) for at in range(place, end))
                    break


def _words(spelling: str) -> list[str]:
    return [token.text for sentence in read_sentences(spelling, "") for token in sentence.tokens]


def _same(wanted: Sequence[str], words: Sequence[str]) -> bool:
    if len("".join(wanted)) < _SHORT:
        return list(wanted) == list(words)
    return [word.lower() for word in wanted] == [word.lower() for word in words]
