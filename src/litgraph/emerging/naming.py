"""What a cluster is called: two to five words of its papers' titles that tell it from the others.

Phrases are weighed as in c-TF-IDF (Grootendorst 2022): how many of the cluster's titles hold them, against how many
of all. A name is given once; a cluster whose best phrase is taken gets its next one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

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
    held = [Counter(phrase for paper in papers for phrase in phrases_in(paper.title)) for papers in titles]
    everywhere: Counter[Phrase] = Counter()
    for counts in held:
        everywhere.update(counts)
    total = sum(map(len, titles))
    taken: set[frozenset[str]] = set()
    named = []
    for papers, counts in zip(titles, held, strict=True):
        ranked = _ranked(counts, everywhere, len(papers), total)
        chosen = _choose(ranked, taken)
        written = _write(papers, {*chosen, *ranked[:TERMS]})
        label = " and ".join(written[phrase] for phrase in chosen) or f"Papers around {papers[0].id.replace(' ', '_')}"
        named.append((label, tuple(dict.fromkeys(written[phrase] for phrase in ranked[:TERMS]))))
    return named


def phrases_in(title: str) -> frozenset[Phrase]:
    """Give the phrases of a title, in one spelling and number."""
    return frozenset(phrase for phrase, _ in _phrases(title))


def phrase_of(term: str) -> Phrase:
    """Give the phrase that a cluster's term spells out."""
    return tuple(_stem(word) for word in term.split())


def _phrases(title: str) -> Iterator[tuple[Phrase, Sequence[str]]]:
    """Yield the runs of up to four words without a stop word at all, in one spelling and number, and as they stand."""
    for clause in re.split(r"[:;,.!?()\[\]{}|/“”\"$\\]\s*|\s[-–—]\s", title):
        words = _WORD.findall(clause)
        keys = [_stem(word) for word in words]
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                if keys[end - 1] in _STOP or words[end - 1].casefold() in _STOP or words[end - 1].isdigit():
                    break
                yield tuple(keys[start:end]), words[start:end]


def _ranked(counts: Counter[Phrase], everywhere: Mapping[Phrase, int], size: int, total: int) -> list[Phrase]:
    """Order phrases by how well they tell this cluster: often here, seldom elsewhere, rather of two or three words."""

    def weight(phrase: Phrase) -> float:
        here, there = counts[phrase], everywhere[phrase]
        distinct = math.log((here + 0.5) / (size + 1)) - math.log((there - here + 0.5) / (total - size + 1))
        weak = sum(word in _WEAK for word in phrase)
        return float(here**0.7 * max(distinct, 0.0) * (1.0, 1.3, 1.4, 1.2)[len(phrase) - 1] * 0.6**weak)

    common = [phrase for phrase, here in counts.items() if here >= min(2, size)]
    return sorted(common, key=lambda phrase: (-weight(phrase), phrase))


def _choose(ranked: Sequence[Phrase], taken: set[frozenset[str]]) -> tuple[Phrase, ...]:
    """Choose the best phrase of two words or more that is not taken, else two words to join, else none; and take it."""
    several = [(phrase,) for phrase in ranked if len(phrase) > 1 and not set(phrase) <= _WEAK]
    single = [phrase for phrase in ranked if len(phrase) == 1 and phrase[0] not in _WEAK][:6]
    for chosen in (*several, *combinations(single, 2)):
        if (words := frozenset(word for phrase in chosen for word in phrase)) not in taken:
            taken.add(words)
            return chosen
    return ()


def _write(papers: Sequence[Paper], phrases: Collection[Phrase]) -> dict[Phrase, str]:
    """Write phrases as headings, each as the papers' titles mostly spell it, ties by spelling."""
    spelled: dict[Phrase, Counter[str]] = {phrase: Counter() for phrase in phrases}
    for paper in papers:
        for phrase, words in _phrases(paper.title):
            if phrase in spelled:
                spelled[phrase][" ".join(map(_as_heading, words))] += 1
    return {phrase: min(counts, key=lambda told: (-counts[told], told)) for phrase, counts in spelled.items()}


def _as_heading(word: str) -> str:
    return word if any(letter.isupper() for letter in word) else word[:1].upper() + word[1:]


def _stem(word: str) -> str:
    """Fold case and number."""
    folded = word.casefold()
    if len(folded) > 4 and folded.endswith("ies"):
        return f"{folded[:-3]}y"
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        return folded[:-1]
    return folded
