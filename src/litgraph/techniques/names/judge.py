"""What a name of a text is: a technique or not, of which kind, and whether the paper introduces it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from litgraph.model.technique import Part
from litgraph.techniques.clusters import cluster_features
from litgraph.techniques.names.features import CALLING, INTRODUCING, shape
from litgraph.techniques.names.gazetteer import COUNTED, NOUNS, counts, look_up, title_prefix
from litgraph.techniques.names.unite import Group, Place
from litgraph.techniques.text import Sentence, Tag

_OURS = frozenset("we our this ours paper work study authors".split())
_NEW = frozenset("a an the our novel new".split())
_BEFORE = 8  # tokens
_LAST_BUCKET = 6

Described = dict[str, float]


def describe_group(group: Group, sentences: Sequence[Sentence]) -> Described:
    """Describe a name for the judges, by itself and by where it stands."""
    told: Counter[str] = Counter(_itself(group, sentences))
    for place in group.places:
        told.update(_where(place, sentences))
    described = {feature: float(min(count, 2)) for feature, count in told.items()}
    described["sure"] = group.probability
    described["concept"] = group.concept
    described["sure2"] = group.probability**2
    described["found"] = min(group.found, 4) / 4
    described["begins"] = min((number for number, _, _ in group.places), default=0) / max(len(sentences), 1)
    return described


def _itself(group: Group, sentences: Sequence[Sentence]) -> Iterator[str]:
    """Tell what a name is spelled like, and what is known of it."""
    text = group.text
    words = text.split()
    yield f"words={min(len(words), 4)}"
    yield f"shape={shape(words[-1]) if len(words) == 1 else 'many'}"
    yield f"last={words[-1].lower().rpartition('-')[2]}"
    yield from cluster_features(words[-1], "last-")
    if len(words) > 1:
        yield f"first={words[0].lower()}"
        yield from cluster_features(words[0], "first-")
        yield from ("hyphen-inside" for word in words[:1] if "-" in word)
    yield from (f"ends={text.lower()[-size:]}" for size in (2, 3, 4, 5))
    yield from (f"starts={text.lower()[:size]}" for size in (3, 4))
    yield f"places={min(len(group.places), 4)}"
    yield f"spellings={min(len(group.spelled), 3)}"
    if any(character.isdigit() for character in text):
        yield "digit"
    if text == text.lower():
        yield "small"
    if text.isupper():
        yield "capitals"
    if any(sentences[number].span.part is Part.TITLE for number, _, _ in group.places):
        yield "in-title"
    title = next((one.text for one in sentences if one.span.part is Part.TITLE), "")
    if (prefix := title_prefix(title)) and any(spelling == prefix for spelling in group.spelled):
        yield "title-prefix"
    yield from (f"known={kind}" for kind in sorted({kind for one in group.spelled for kind in _kinds(one)}))
    yield from _seen(max(group.spelled, key=lambda one: (_papers(one), one)))


def _kinds(spelling: str) -> Iterator[str]:
    if found := look_up(spelling):
        yield found[0]
    elif stem := look_up(spelling.rpartition("-")[0]) or look_up(spelling.rpartition(" ")[0]):
        yield f"{stem[0]}-beginning"


def _papers(spelling: str) -> int:
    seen = counts().get(spelling)
    return seen.papers if seen else 0


def _seen(spelling: str) -> Iterator[str]:
    seen = counts().get(spelling)
    if seen is None:
        yield "unseen"
        return
    yield f"papers={min(seen.papers.bit_length(), _LAST_BUCKET)}"
    yield "heads-titles" if seen.titles else "heads-no-title"
    most = max(range(len(COUNTED)), key=lambda place: seen.called[place])
    if 20 * seen.called[most] >= seen.papers:
        yield f"called={COUNTED[most].value}"


def _where(place: Place, sentences: Sequence[Sentence]) -> Iterator[str]:
    """Tell what stands around one of its places."""
    number, start, end = place
    tokens = sentences[number].tokens
    before = [token.lower for token in tokens[max(0, start - _BEFORE) : start]]
    after = [token.lower for token in tokens[end : end + 3]]
    yield f"<{before[-1] if before else '|'}"
    yield f">{after[0] if after else '|'}"
    yield from (feature for word in before[-1:] for feature in cluster_features(word, "<"))
    yield from (feature for word in before[-2:-1] for feature in cluster_features(word, "<<"))
    yield from (feature for word in after[:1] for feature in cluster_features(word, ">"))
    if len(before) > 1:
        yield f"<<{before[-2]} {before[-1]}"
    if after and after[0] in NOUNS:
        yield f"noun={NOUNS[after[0]].value}"
    verb = next((word for word in reversed(before) if word in INTRODUCING), None)
    ours = any(token.lower in _OURS for token in tokens[:start])
    if verb and ours:
        yield "introduced-by-us"
        if before[-1] == verb or (len(before) > 1 and before[-2] == verb and before[-1] in _NEW):
            yield "introduced-at-once"
    if (before and before[-1] in CALLING) or (len(before) > 1 and before[-1] in _NEW and before[-2] in CALLING):
        yield "called-so"
    if before and before[-1] == "our":
        yield "ours"
    if before[-1:] == ["("]:
        yield "in-brackets"
    if len(after) > 1 and after[0] == "," and after[1] in _NEW:
        yield "explained"
    if start == 0:
        yield "starts-sentence"
    if tokens[start].tag is Tag.NAMELIKE:
        yield "namelike"
