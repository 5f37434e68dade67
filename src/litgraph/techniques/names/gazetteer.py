"""What is known of names before a text is read: the lexicon of well-known ones, and counts over many papers.

The counts say of a name in how many titles and abstracts it stands, how many titles begin with it (`Name: …`), and how
many call it a dataset, a model, a system, a method. They are counts alone: no text of the papers is kept.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from litgraph.model.technique import Kind
from litgraph.techniques.names.abbreviations import find_abbreviations
from litgraph.techniques.text import Sentence, Tag, Token, read_sentences

NO_TECHNIQUE = "none"  # what the lexicon calls the names of tasks, hardware, places
_FOLDER = "data/techniques"
LEXICON = "lexicon.yaml"
COUNTS = "names.tsv.gz"

# The word after a name that says what it is.
NOUNS: Mapping[str, Kind] = {
    **dict.fromkeys(("dataset", "datasets", "benchmark", "benchmarks", "corpus", "leaderboard", "test"), Kind.DATASET),
    **dict.fromkeys(("model", "models", "family", "series", "checkpoint", "checkpoints", "llm"), Kind.MODEL),
    **dict.fromkeys(("framework", "system", "library", "engine", "toolkit", "platform", "runtime"), Kind.SYSTEM),
    **dict.fromkeys(("method", "algorithm", "approach", "technique", "optimizer", "adapters", "loss"), Kind.METHOD),
}
COUNTED = (Kind.DATASET, Kind.MODEL, Kind.SYSTEM, Kind.METHOD)
_SEEN_ENOUGH = 3  # papers
_LONGEST = 5  # tokens of a name
_CAPITAL_SHARE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How often a name was seen: papers, titles that begin with it, and papers that call it each of `COUNTED`."""

    papers: int
    titles: int = 0
    called: tuple[int, ...] = (0, 0, 0, 0)


def key_of(tokens: Sequence[Token]) -> str:
    """Write a run of tokens as a name is looked up: with its case, one blank between tokens."""
    return " ".join(token.text for token in tokens)


@cache
def lexicon() -> Mapping[str, tuple[str, str]]:
    """Give the kind, or `NO_TECHNIQUE`, and the first spelling of each well-known name."""
    told = yaml.safe_load(_read(LEXICON).decode())
    known: dict[str, tuple[str, str]] = {}
    for kind, lines in told.items():
        for line in lines:
            spellings = [spelling.strip() for spelling in str(line).split(" | ")]
            for spelling in spellings:
                key = key_of(_tokens(spelling))
                known.setdefault(key, (kind, spellings[0]))
                if kind in (Kind.CONCEPT, NO_TECHNIQUE):
                    known.setdefault(key.lower(), (kind, spellings[0]))
    return known


def look_up(key: str) -> tuple[str, str] | None:
    """Find a name in the lexicon: as it is spelled, or, of what is no proper name, in small letters."""
    return lexicon().get(key) or (
        found if (found := lexicon().get(key.lower())) and found[0] in (Kind.CONCEPT, NO_TECHNIQUE) else None
    )


@cache
def counts() -> Mapping[str, Seen]:
    """Give what was counted of each name."""
    seen = {}
    for line in gzip.decompress(_read(COUNTS)).decode().splitlines():
        name, papers, titles, *called = line.split("\t")
        seen[name] = Seen(papers=int(papers), titles=int(titles), called=tuple(map(int, called)))
    return seen


def count_names(texts: Iterable[tuple[str, str]]) -> dict[str, Seen]:
    """Count the names of many titles and abstracts; kept is what stands in three papers, mostly with a capital."""
    papers: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    small: Counter[str] = Counter()
    called: defaultdict[str, Counter[Kind]] = defaultdict(Counter)
    for title, abstract in texts:
        sentences = read_sentences(title, abstract)
        papers.update({key for sentence in sentences for key in _names(sentence)})
        small.update({token.text for one in sentences for token in one.tokens if token.tag is Tag.WORD})
        titles.update({prefix} if (prefix := title_prefix(title)) else ())
        for key, kind in {pair for sentence in sentences for pair in _called(sentence)}:
            called[key][kind] += 1
    return {
        name: Seen(papers=count, titles=titles[name], called=tuple(called[name][kind] for kind in COUNTED))
        for name, count in sorted(papers.items())
        if count + titles[name] >= _SEEN_ENOUGH
        and "\t" not in name
        and count >= _CAPITAL_SHARE * (count + small[name.lower()])
    }


def write_counts(seen: Mapping[str, Seen]) -> bytes:
    """Write counts as the file that `counts` reads."""
    lines = ("\t".join((name, *map(str, (one.papers, one.titles, *one.called)))) for name, one in sorted(seen.items()))
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def title_prefix(title: str) -> str:
    """Give the name that a title begins with, as in `Name: what it is`; empty if there is none."""
    before, colon, after = title.partition(": ")
    tokens = _tokens(before)
    short = 0 < len(tokens) <= _LONGEST - 1 and (len(tokens) == 1 or any(t.tag is Tag.NAMELIKE for t in tokens))
    return key_of(tokens) if colon and after.strip() and short and before[:1].isalnum() else ""


def _names(sentence: Sentence) -> Iterable[str]:
    """Give the tokens that look like names, the runs of them, and the long forms of abbreviations."""
    run: list[Token] = []
    for place, token in enumerate(sentence.tokens):
        named = token.tag is Tag.NAMELIKE or (token.tag is Tag.CAPITALISED and place > 0)
        run = [*run, token][-_LONGEST:] if named or (run and token.tag is Tag.NUMBER) else []
        for start in range(len(run)):
            if run[start].tag is not Tag.NUMBER:
                yield key_of(run[start:])
    for _, (start, end) in find_abbreviations(sentence):
        yield key_of(sentence.tokens[start:end]).lower()


def _called(sentence: Sentence) -> Iterable[tuple[str, Kind]]:
    for name, noun in zip(sentence.tokens, sentence.tokens[1:], strict=False):
        if noun.lower in NOUNS and name.tag in (Tag.NAMELIKE, Tag.CAPITALISED):
            yield name.text, NOUNS[noun.lower]


def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(token for sentence in read_sentences(text, "") for token in sentence.tokens)


def _read(name: str) -> bytes:
    return resources.files("litgraph").joinpath(_FOLDER, name).read_bytes()
