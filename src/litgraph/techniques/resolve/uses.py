"""The names of all readings: a use is one name of one paper, with all the spellings that the paper has for it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from litgraph.model.identifiers import PaperId
from litgraph.model.spelling import fold, spelling_key, tidy
from litgraph.model.technique import Name, Part, Reading, Span

Key = str

_LONGER = "longer"  # the part of a name's spellings that extend others
_WORDS = re.compile(r"[^\W_]+")
_TELLING_NOTHING = frozenset(
    "model models network networks layer layers method methods technique techniques approach approaches algorithm "
    "algorithms framework frameworks architecture architectures system systems strategy module modules benchmark "
    "dataset datasets prompting decoding training tuning finetuning fine learning".split()
)

# Where nobody knows from when a paper could be known, it comes after all others.
NEVER = "9999-12-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReading:
    """A paper as it was read: its text, the day from which it could be known (or empty), and what was found."""

    paper: PaperId
    day: str
    title: str
    abstract: str
    extractor: str
    reading: Reading

    @property
    def age(self) -> tuple[str, PaperId]:
        """Order papers by the day from which they could be known."""
        return self.day or NEVER, self.paper


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Use:
    """A name of a paper; `key` is that of the name's own spelling, `others` are those of its other spellings."""

    of: PaperReading
    name: Name
    key: Key
    others: tuple[Key, ...]

    @property
    def spelled(self) -> Iterable[str]:
        """Give all of its spellings."""
        return (self.name.text, *self.name.aliases)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uses:
    """All uses, and where each key stands: its uses, and how often it is spelled how."""

    all: Sequence[Use]
    by_key: Mapping[Key, Sequence[Use]]
    spelled: Mapping[Key, Counter[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """How spellings become keys; `exact` are spellings that people set apart, which no other spelling shares."""

    exact: Collection[str] = field(default_factory=frozenset)

    def of(self, spelling: str) -> Key:
        """Give the key of a spelling."""
        if self.exact and (folded := fold(spelling)) in self.exact:
            return f"={folded}"
        return spelling_key(spelling)


def gather(readings: Iterable[PaperReading], keys: Keys, cut: Collection[Key] = ()) -> Uses:
    """Gather the names of all readings, by age; spellings that people cut off become names of their own."""
    found: list[Use] = []
    by_key: dict[Key, list[Use]] = defaultdict(list)
    spelled: dict[Key, Counter[str]] = defaultdict(Counter)
    for one in sorted(readings, key=lambda reading: reading.age):
        for name in _parted(one, keys, cut):
            use = _use(one, name, keys)
            if not use.key:
                continue
            found.append(use)
            for spelling in use.spelled:
                if key := keys.of(spelling):
                    spelled[key][spelling] += 1
            for key in (use.key, *use.others):
                by_key[key].append(use)
    return Uses(all=found, by_key=by_key, spelled=spelled)


def _parted(one: PaperReading, keys: Keys, cut: Collection[Key]) -> Iterator[Name]:
    for name in one.reading.names:
        parts: dict[Key, list[str]] = defaultdict(list)
        spelled = (name.text, *name.aliases)
        for spelling in spelled:
            key = keys.of(spelling)
            longer = _LONGER if any(extends(spelling, other) for other in spelled) else ""
            parts[key if key in cut else longer].append(spelling)
        if len(parts) == 1:
            yield name
            continue
        own = _LONGER if _LONGER in parts else keys.of(name.text) if keys.of(name.text) in parts else ""
        for key, (text, *aliases) in parts.items():
            folded = {fold(spelling) for spelling in (text, *aliases)}
            spans = tuple(span for span in name.spans if fold(_piece(one, span)) in folded)
            introduced = name.introduced and key == own
            yield replace(name, text=text, aliases=tuple(aliases), introduced=introduced, spans=spans)


def extends(longer: str, shorter: str) -> bool:
    """Tell whether a name is another one with a `+` or words behind it that tell: `LoRA+`, `LoRA Fusion` of `LoRA`."""
    whole, part = fold(tidy(longer)), fold(tidy(shorter))
    if not part or whole == part or not whole.startswith(part):
        return False
    left = whole[len(part) :]
    return set(left) == {"+"} or (left[0] in " -" and not set(_WORDS.findall(left)) <= _TELLING_NOTHING)


def _piece(one: PaperReading, span: Span) -> str:
    return (one.title if span.part is Part.TITLE else one.abstract)[span.start : span.end]


def _use(one: PaperReading, name: Name, keys: Keys) -> Use:
    key = keys.of(name.text)
    others = dict.fromkeys(other for alias in name.aliases if (other := keys.of(alias)) and other != key)
    return Use(of=one, name=name, key=key, others=tuple(others))
