"""What a cluster is called: two to five words of its papers' titles that tell it from the others.

Phrases are weighed as in c-TF-IDF (Grootendorst 2022): how many of the cluster's titles hold them, against how many
of all. A name is given once; a cluster whose best phrase is taken gets its next one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from litgraph.model.paper import Paper

TERMS = 8
_LONGEST = 4  # words of a phrase
_WORD = re.compile(r"[^\W_]+(?:[-'’.+][^\W_]+)*[+]{0,2}")
_STOP = frozenset(
    """a about after all also an and any are as at based be been before being between both but by can do does efficient
    efficiently else ever few first for from further get good has have how if improved improving in into is it its just
    less like made make makes making many may more most much need needs new no non not novel of off on one only or other
    our out over own paper per really same should simple so some such than that the their them then there these they
    this those through to too toward towards two under understanding up upon us use used using very via was we well were
    what when where which while who why will with within without you your""".split()
)
_WEAK = frozenset(
    """analysis application applications approach approaches case comprehensive framework frameworks introduction
    method methods model models note notes overview paper perspective problem problems recent results review revisited
    study survey system systems technique techniques theory work works""".split()
)

Phrase = tuple[str, ...]


def name_clusters(titles: Sequence[Sequence[Paper]]) -> list[tuple[str, tuple[str, ...]]]:
    """Name each cluster, given its papers with the most central first: a label that no other has, and its terms."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    held = [_count_phrases(papers, spelled) for papers in titles]
    everywhere: Counter[Phrase] = Counter()
    for counts in held:
        everywhere.update(counts)
    total = sum(map(len, titles))
    taken: set[frozenset[str]] = set()
    named = []
    for papers, counts in zip(titles, held, strict=True):
        ranked = _ranked(counts, everywhere, len(papers), total)
        label = _label(ranked, papers, taken, spelled)
        terms = tuple(dict.fromkeys(_written(phrase, spelled) for phrase in ranked[:TERMS]))
        named.append((label, terms))
    return named


def phrases_in(title: str) -> frozenset[Phrase]:
    """Give the phrases of a title, in one spelling and number."""
    return frozenset(_phrases(title, defaultdict(Counter)))


def phrase_of(term: str) -> Phrase:
    """Give the phrase that a cluster's term spells out."""
    return tuple(_stem(word) for word in term.split())


def _count_phrases(papers: Sequence[Paper], spelled: dict[str, Counter[str]]) -> Counter[Phrase]:
    counts: Counter[Phrase] = Counter()
    for paper in papers:
        counts.update(set(_phrases(paper.title, spelled)))
    return counts


def _phrases(title: str, spelled: dict[str, Counter[str]]) -> Iterator[Phrase]:
    """Yield the runs of up to four words without a stop word at all, in one spelling and number."""
    for clause in re.split(r"[:;,.!?()\[\]{}|/“”\"$\\]\s*|\s[-–—]\s", title):
        words = _WORD.findall(clause)
        keys = [_stem(word) for word in words]
        for word, key in zip(words, keys, strict=True):
            spelled[key][word] += 1
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                if keys[end - 1] in _STOP or words[end - 1].casefold() in _STOP or words[end - 1].isdigit():
                    break
                yield tuple(keys[start:end])


def _ranked(counts: Counter[Phrase], everywhere: Mapping[Phrase, int], size: int, total: int) -> list[Phrase]:
    """Order phrases by how well they tell this cluster: often here, seldom elsewhere, rather of two or three words."""

    def weight(phrase: Phrase) -> float:
        here, there = counts[phrase], everywhere[phrase]
        distinct = math.log((here + 0.5) / (size + 1)) - math.log((there - here + 0.5) / (total - size + 1))
        weak = sum(word in _WEAK for word in phrase)
        return float(here**0.7 * max(distinct, 0.0) * (1.0, 1.3, 1.4, 1.2)[len(phrase) - 1] * 0.6**weak)

    common = [phrase for phrase, here in counts.items() if here >= min(2, size)]
    return sorted(common, key=lambda phrase: (-weight(phrase), phrase))


def _label(
    ranked: Sequence[Phrase], papers: Sequence[Paper], taken: set[frozenset[str]], spelled: Mapping[str, Counter[str]]
) -> str:
    """Choose the best phrase of two words or more that is not taken; else join single words; else name a paper."""
    several = [phrase for phrase in ranked if len(phrase) > 1 and not set(phrase) <= _WEAK]
    single = [phrase[0] for phrase in ranked if len(phrase) == 1 and phrase[0] not in _WEAK]
    pairs = [(one, "and", other) for place, one in enumerate(single[:6]) for other in single[place + 1 : 6]]
    for phrase in (*several, *pairs):
        if (words := frozenset(phrase)) not in taken:
            taken.add(words)
            return _written(phrase, spelled)
    key = papers[0].id
    taken.add(frozenset({key}))
    return f"Papers around {key.replace(' ', '_')}"


def _written(phrase: Phrase, spelled: Mapping[str, Counter[str]]) -> str:
    """Write a phrase as a heading, each word as titles mostly spell it."""
    return " ".join(word if word == "and" else _usual(word, spelled[word]) for word in phrase)


def _usual(key: str, spellings: Counter[str]) -> str:
    if not spellings:
        return key
    word = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    return word if any(letter.isupper() for letter in word) else word[:1].upper() + word[1:]


def _stem(word: str) -> str:
    """Fold case and number."""
    folded = word.casefold()
    if len(folded) > 4 and folded.endswith("ies"):
        return f"{folded[:-3]}y"
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        return folded[:-1]
    return folded
