"""Signs that are wrong whatever the house does: broken pairs of tags, brackets and emphasis, blanks too many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from litgraph.survey.lint.defect import HABIT, RULE, Defect, Edit, severity_of
from litgraph.survey.lint.reading import TITLE, TITLE_LINK, Looked

_PAIRED = r"(?:ins|del|strong|small|code|span|font|kbd|sub|sup|em|u|b|i|s|a)"
_OPENING = re.compile(rf"<({_PAIRED})(?:\s[^<>]*)?(?<!/)>", re.IGNORECASE)
_CLOSING = re.compile(rf"</({_PAIRED})\s*>", re.IGNORECASE)
_HALF_CLOSING = re.compile(
    rf"(?<![<\w:/.])/(?P<a>{_PAIRED})>|(?<=\w)/(?P<b>{_PAIRED})>|</(?P<c>{_PAIRED})(?=[\s,.;]|$)"
)
_HIDDEN = re.compile(r"`[^`\n]*`|\$[^$\n]+\$|<!--.*?-->|\\[\[\]()*_]", re.DOTALL)
_ADDRESS = re.compile(r"(?<=\]\()[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=\))|https?://[^\s()\[\]<>]+")
_NARROW = dict(zip("，；：（）", ",;:()", strict=True))
_FULL_WIDTH = re.compile(f"[{''.join(_NARROW)}]")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BLANKS = re.compile(r"(?<=[^\s|])[ \t\u00a0\u2002\u2003\u3000]{2,}(?=[^\s|])")


def find_signs(entries: Sequence[Looked]) -> Iterator[tuple[Looked, Defect]]:
    """Yield broken pairs, and doubled blanks where the house hardly has any."""
    yield from _full_width(entries)
    double = [bool(_BLANKS.search(_shown(looked))) for looked in entries]
    single = 1 - sum(double) / max(1, len(double))
    for looked in entries:
        yield from ((looked, defect) for defect in _tags(looked))
        yield from ((looked, defect) for defect in _brackets(looked))
        if single >= HABIT and not looked.family.startswith(("row", "html")):
            yield from ((looked, defect) for defect in _blanks(looked, single))


def _full_width(entries: Sequence[Looked]) -> Iterator[tuple[Looked, Defect]]:
    """Find full-width punctuation in entries without a full-width letter, where hardly an entry has any."""
    found = [(looked, _FULL_WIDTH.search(looked.text)) for looked in entries if not _IDEOGRAPH.search(looked.text)]
    having = [(looked, sign) for looked, sign in found if sign]
    share = 1 - len(having) / max(1, len(found))
    if share < RULE:
        return
    for looked, sign in having:
        edits = tuple(_narrowed(looked.text, one) for one in _FULL_WIDTH.finditer(looked.text))
        yield looked, Defect(place=sign.start(), message=f"full-width punctuation '{sign[0]}'", edits=edits)


def _narrowed(text: str, sign: re.Match[str]) -> Edit:
    narrow = _NARROW[sign[0]]
    before = " " if narrow == "(" and text[sign.start() - 1 : sign.start()].isalnum() else ""
    behind = " " if narrow in ",;:" and text[sign.end() : sign.end() + 1].strip() else ""
    return Edit(start=sign.start(), end=sign.end(), text=f"{before}{narrow}{behind}")


def _shown(looked: Looked) -> str:
    """Give the text with code, formulas and comments blotted out, each letter in its place."""
    return _HIDDEN.sub(lambda found: "\0" * len(found[0]), looked.text)


def _tags(looked: Looked) -> Iterator[Defect]:
    """Find tags that begin and never end, or end what has not begun."""
    text = _shown(looked)
    opened = Counter(name.lower() for name in _OPENING.findall(text))
    closed = Counter(name.lower() for name in _CLOSING.findall(text))
    for name in sorted((opened - closed) + (closed - opened)):
        half = [found for found in _HALF_CLOSING.finditer(text) if name in map(_lowered, found.groups())]
        if opened[name] - closed[name] == len(half) > 0:
            edits = tuple(Edit(start=found.start(), end=found.end(), text=f"</{name}>") for found in half)
            yield Defect(place=half[0].start(), message=f"<{name}> is closed by '{half[0][0]}'", edits=edits)
        elif opened[name] > closed[name]:
            yield _never_closed(text, name, opened[name] - closed[name])
        else:
            place = next(found.start() for found in _CLOSING.finditer(text) if _lowered(found[1]) == name)
            yield Defect(place=place, message=f"</{name}> closes what was never opened")


def _never_closed(text: str, name: str, missing: int) -> Defect:
    """Report a tag that never ends; `<ins>…<ins>` was meant to."""
    places = [found for found in _OPENING.finditer(text) if _lowered(found[1]) == name]
    twice = missing == len(places) == 2 and not _CLOSING.search(text, places[0].end(), places[1].start())
    edits = (Edit(start=places[1].start(), end=places[1].end(), text=f"</{name}>"),) if twice else ()
    return Defect(place=places[-1].start(), message=f"<{name}> is never closed", edits=edits)


def _lowered(name: str | None) -> str:
    return (name or "").lower()


def _brackets(looked: Looked) -> Iterator[Defect]:
    """Find brackets and bold marks without their other half, outside addresses and the title."""
    text = _ADDRESS.sub(lambda found: "\0" * len(found[0]), _shown(looked))
    bare = _without_title(looked, text)
    for opening, closing in ("[]", "()"):
        more = bare.count(opening) - bare.count(closing)
        if not more or text.count(opening) == text.count(closing):
            continue
        place = bare.rfind(opening) if more > 0 else bare.rfind(closing)
        sign = opening if more > 0 else closing
        yield Defect(place=place, message=f"'{sign}' without its other half")
    if bare.count("**") % 2 and text.count("**") % 2:
        yield Defect(place=bare.rfind("**"), message="'**' without its other half")


def _without_title(looked: Looked, text: str) -> str:
    for unit in looked.units:
        if unit.kind == TITLE:
            text = text[: unit.start] + "\0" * len(unit.text) + text[unit.end :]
    return text


def _blanks(looked: Looked, share: float) -> Iterator[Defect]:
    told = {looked.line_at(unit.start) for unit in looked.units}
    for found in _BLANKS.finditer(_shown(looked)):
        place = found.start()
        edit = Edit(start=place, end=found.end(), text=" ")
        inside = any(u.kind in (TITLE, TITLE_LINK) and u.start < place < u.end for u in looked.units)
        message = f"{len(found[0])} blanks in a row{' in the title' if inside else ''}"
        severity = severity_of(share) if looked.line_at(place) in told else "warning"
        yield Defect(place=place, message=message, severity=severity, edits=(edit,))
