"""What else may be a name, whatever the tagger says: known ones, and words that are spelled as names are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from litgraph.techniques.names.gazetteer import NO_TECHNIQUE, counts, key_of, look_up
from litgraph.techniques.names.phrases import phrase_end
from litgraph.techniques.text import Tag, Token

_LONGEST = 5  # tokens of a known name


def likely_names(tokens: Sequence[Token], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Give the runs of tokens that may be names, of those that are not taken: phrases, known names, what stands out."""
    place = 0
    while place < len(tokens):
        end = (
            phrase_end(tokens, taken, place)
            or _known_end(tokens, taken, place)
            or _standing_out_end(tokens, taken, place)
        )
        if end > place:
            if not _is_none(tokens, place, end):
                yield place, end
            place = end
        else:
            place += 1


def _known_end(tokens: Sequence[Token], taken: Sequence[bool], place: int) -> int:
    """Give where the longest known name ends that starts here, or 0."""
    for end in range(min(place + _LONGEST, len(tokens)), place, -1):
        if not any(taken[place:end]) and look_up(key_of(tokens[place:end])):
            return end
    return 0


def _standing_out_end(tokens: Sequence[Token], taken: Sequence[bool], place: int) -> int:
    """Give where a run of words ends that are spelled as names are, or 0."""
    end = place
    while end < len(tokens) and not taken[end] and _stands_out(tokens, end):
        end += 1
    return end


def _stands_out(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.tag is Tag.NAMELIKE:
        return True
    return token.tag is Tag.CAPITALISED and place > 0 and (token.text in counts() or "-" in token.text)


def _is_none(tokens: Sequence[Token], start: int, end: int) -> bool:
    known = look_up(key_of(tokens[start:end]))
    return known is not None and known[0] == NO_TECHNIQUE
