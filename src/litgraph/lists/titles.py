"""Where the title of an entry begins and ends in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from litgraph.lists.authors import read_authors, split_authors
from litgraph.lists.dates import find_date, is_date, match_date
from litgraph.lists.decoration import undecorated
from litgraph.lists.links import TITLE, Reference, kind_of, leads_to_paper
from litgraph.lists.rich import BOLD, BREAK, CODE, ITALIC, NEWLINE, UNDERLINED, Mark, RichText
from litgraph.lists.venues import VENUE, ends_in_year, is_venue

# A name (`LoRA`, `Ring Attention`) has at most so many words; a title that goes on after it has more.
NAME_WORDS = 3

_QUOTES = {
    '"': '"“”',
    "“": '”“"',
    "”": '“”"',
    "„": "“”",
    "«": "»",
    "「": "」",
    "『": "』",
    "《": "》",
    "'": "'",
    "‘": "’",
}
_LEAD = re.compile(
    r"[^\w\[(（【\"“”„«「『《'‘$.<@#+~\\]+|\\(?=[\[(])|#+\s+|:[a-z][a-z0-9_+-]+:|\d{1,3}[.)]\s+|[0-9#*]\ufe0f?\u20e3|\.(?!\w)"
)
_FIELD = re.compile(r"(?:Title|Papers?|Article|Survey|Name|论文|标题|题目)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_TAG = re.compile(
    r"\[[^\[\]\n\v]{0,80}\]|【[^【】\n\v]{0,80}】|\((?=[^()]*\d{2})[^()\n\v]{0,60}\)|\[\[[^\[\]\n\v]{0,80}\]\]"
)
_BARE_TAG = re.compile(r"\[+\s*([^\[\]\n\v]{1,40}?)\s*\]+")
_GOES_ON = re.compile(r"\s*[:：]\s*(?=[^\s:：])")
_OPENING_QUOTE = re.compile(r"(?<=\s)[\"“「『《]")
_PIPE = re.compile(r"\s[|｜](?=\s)")
_EDGES = ' \t"“([-–—,.:：'
_LONGEST_TAG = 40
_BREAKS = re.compile(rf"[{NEWLINE}{BREAK}]")
_TAIL_YEAR = re.compile(r"\s*[,，(（.\[]+\s*(?:19|20)\d{2}\s*[)）\].]*\s*$")
_ASIDE = re.compile(
    r"\s*[(（]\s*(?:@[^()（）]*|[^()（）]*\b(?:19|20)\d{2}[^()（）]*|[^()（）]*\bet al\b[^()（）]*)[)）]\s*[.,;]?\s*$"
)
_SEPARATED = re.compile(r"[,，.;:!?|(\[（【–—/-]\s*$|\s{2,}$")
_SENTENCE_END = re.compile(r"[.?!,]\s+|\s+[-–—]\s+")
# A title has few full stops and commas; beyond so many, a text is no title that authors follow.
_MOST_STOPS = 30
_AFTER_VENUE = re.compile(r"[\s\w'’.,@&()\[\]-]{0,60}$")


@dataclass(slots=True)
class Found:
    """The title's place in a text, where what comes before it ends, and the dates and tags in brackets found there."""

    lead: int = 0
    start: int = 0
    end: int = 0
    dates: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def find_title(rich: RichText, references: Sequence[Reference]) -> Found:
    """Find the title in an entry's text; an empty place where it has none."""
    search = _Search(rich, references)
    return search.run()


class _Search:
    """Looks for one title; it owns the text, the place reached and what was passed."""

    def __init__(self, rich: RichText, references: Sequence[Reference]) -> None:
        self.rich = rich
        self.text = rich.text
        self.references = references
        self.found = Found()

    def run(self) -> Found:
        place = self.found.lead = self._skip_lead(0)
        start, end = self._title_at(place)
        if not self.text[start:end].strip() and self.found.tags:
            start, end = self._last_tag()
        self.found.start, self.found.end = start, end
        return self.found

    # What comes before a title.

    def _skip_lead(self, place: int) -> int:
        """Pass emoji, dates, tags in brackets and links such as `[Paper]` before the title."""
        while place < len(self.text):
            step = self._lead_end(place)
            if step is None or step <= place:
                break
            place = step
        return place

    def _lead_end(self, place: int) -> int | None:
        if lead := _LEAD.match(self.text, place):
            return lead.end()
        if self._starts_quoted_title(place):
            return None
        if date := match_date(self.text, place):
            self.found.dates.append(date[0])
            return date[1]
        if field_name := _FIELD.match(self.text, place):
            return field_name.end()
        return self._label_end(place) or self._tag_end(place) or self._styled_tag_end(place)

    def _starts_quoted_title(self, place: int) -> bool:
        return self.text[place] in _QUOTES and self.text[place] != "'"

    def _label_end(self, place: int) -> int | None:
        """Pass a link whose label only says what it leads to, with the brackets around it."""
        opened = re.compile(r"[\[(（【]*").match(self.text, place)
        inner = opened.end() if opened else place
        for reference in self.references:
            if reference.start in (place, inner) and reference.kind != TITLE and reference.end > inner:
                closed = re.compile(r"[\])）】]*").match(self.text, reference.end)
                return closed.end() if closed else reference.end
        return None

    def _tag_end(self, place: int) -> int | None:
        """Pass a tag in brackets, such as `[RoPE]` or `(ICML'23)`, if a title follows it."""
        tag = _TAG.match(self.text, place)
        if not tag or any(r.start < tag.end() and r.end > place for r in self.references):
            return None
        inner = tag[0].strip("[]()【】 ")
        if inner.casefold() == "re":  # a reproduction's title begins so
            return None
        if tag[0].startswith("(") and not (match_date(inner) or is_venue(inner)):
            return None
        self._tag(inner)
        return tag.end()

    def _styled_tag_end(self, place: int) -> int | None:
        """Pass a styled venue, date or tag in brackets before the title: `**ICLR 2024** …`, `**(DALL-E)** …`."""
        for mark in self.rich.of_kind(BOLD, ITALIC, UNDERLINED, CODE):
            text = self.rich.on(mark).strip()
            if mark.start == place and len(text) < _LONGEST_TAG and _is_tag(text):
                self._tag(text.strip("[]()【】 "))
                return mark.end
        return None

    def _tag(self, text: str) -> None:
        if date := find_date(text):
            self.found.dates.append(date)
        self.found.tags.append(text)

    def _last_tag(self) -> tuple[int, int]:
        """Give the place of the first tag that is a name, where nothing but tags was found."""
        for tag in self.found.tags:
            if not match_date(tag) and not is_venue(tag) and kind_of(tag) == TITLE:
                start = self.text.find(tag)
                return start, start + len(tag)
        return 0, 0

    # The title itself.

    def _title_at(self, place: int) -> tuple[int, int]:
        if place >= len(self.text):
            return place, place
        if link := self._reference_at(place):
            return self._from_name(place, link.start, link.end, bold=False)
        if bold := self._mark_at(place, BOLD):
            return self._from_name(place, bold.start, bold.end, bold=True)
        if quoted := self._quoted_at(place):
            return quoted
        if name := self._mark_at(place, UNDERLINED):
            return self._from_name(place, name.start, name.end, bold=True)
        if (italic := self._mark_at(place, ITALIC)) and word_count(self.rich.on(italic)) > NAME_WORDS:
            return italic.start, italic.end
        return self._later_title(place) or self._plain(place, place)

    def _from_name(self, place: int, start: int, end: int, *, bold: bool) -> tuple[int, int]:
        """Take what is linked or bold for the title, unless it is a name that a title follows."""
        text = self.text[start:end].strip()
        words = word_count(text)
        after = _GOES_ON.match(self.text, end)
        colon = after is not None or text.endswith((":", "："))
        follows = after.end() if after else _blank_end(self.text, end)
        if words <= NAME_WORDS and follows < len(self.text):
            if following := self._titled_at(follows):
                return following
            if colon or (bold and self._plainly_goes_on(end)):
                return self._plain(place, follows)
        return place, end

    def _plainly_goes_on(self, end: int) -> bool:
        """Tell whether words follow a bold name directly: `**BERT** Pre-training of …`."""
        after = self.text[end : end + 2]
        if not re.fullmatch(r" \w", after) or self._mark_at(end + 1, ITALIC):
            return False
        stop = self._plain(end, end + 1)[1]
        return word_count(self.text[end:stop]) > NAME_WORDS and not split_authors(self.text[end:stop])[0]

    def _titled_at(self, place: int) -> tuple[int, int] | None:
        """Give a quoted, bold or linked title that stands at a place, after a name."""
        if quoted := self._quoted_at(place):
            return quoted
        for styled in (self._mark_at(place, BOLD), self._reference_at(place), self._mark_at(place, ITALIC)):
            text = self.text[styled.start : styled.end] if styled else ""
            if styled and word_count(text) >= NAME_WORDS and not is_venue(text):
                return styled.start, styled.end
        return None

    def _later_title(self, place: int) -> tuple[int, int] | None:
        """Give a quoted, styled or linked title that follows its authors, its venue or a name."""
        for start in self._later_starts(place):
            before = self.text[place:start].strip(_EDGES)
            if _BREAKS.search(before) or not (titled := self._titled_at(start)):
                continue
            if is_venue(before.replace("-", " ")):
                self._tag(before.replace("-", " "))
                return titled
            if self._is_name(place, start) or split_authors(before)[0]:
                return titled
        return None

    def _is_name(self, place: int, start: int) -> bool:
        """Tell a short name before a title: with a colon between, or with the link to the paper behind it."""
        before = self.text[place:start].rstrip(' "“')
        if word_count(before) > NAME_WORDS:
            return False
        linked = (reference for reference in self.references if reference.start == start)
        return before.endswith((":", "：")) or any(leads_to_paper(reference) for reference in linked)

    def _later_starts(self, place: int) -> list[int]:
        starts = {reference.start for reference in self.references if reference.kind == TITLE}
        starts |= {mark.start for mark in self.rich.of_kind(BOLD, ITALIC)}
        starts |= {found.start() for found in islice(_OPENING_QUOTE.finditer(self.text, place + 1), _MOST_STOPS)}
        return sorted(start for start in starts if start > place)

    def _quoted_at(self, place: int) -> tuple[int, int] | None:
        """Give the place between quotation marks, where they hold the whole title."""
        if place >= len(self.text) or self.text[place] not in _QUOTES:
            return None
        for end in range(place + 2, min(len(self.text), place + 400)):
            if self.text[end] in _QUOTES[self.text[place]] and self._ends_quotation(place, end):
                return place, end + 1
            if self.text[end] == BREAK:
                return None
        return None

    def _ends_quotation(self, place: int, end: int) -> bool:
        after = self.text[end + 1 : end + 3].strip()
        if word_count(self.text[place:end]) < 2 or self.text[end - 1] == " ":
            return False
        return self.text[end - 1] in ".," or not after or after[0] in ".,;([|-–—*\v\n" or self._style_edge(end + 1)

    def _style_edge(self, place: int) -> bool:
        return any(mark.end == place for mark in self.rich.of_kind(BOLD)) or any(
            reference.start - place in (1, 2) for reference in self.references
        )

    def _plain(self, start: int, place: int) -> tuple[int, int]:
        """Take the text from `start` for the title, up to the first thing after `place` that surely is none of it."""
        end = min(self._stops(start, place), default=len(self.text))
        return start, place + _tail_start(self.text[place:end])

    def _stops(self, start: int, place: int) -> list[int]:
        stops = [brk.start() for brk in _BREAKS.finditer(self.text, place + 1) if self._breaks(brk.start())][:1]
        stops += [self._bracket_before(r.start) for r in self.references if r.start > place]
        stops += [
            m.start() for m in _BARE_TAG.finditer(self.text, place) if m.start() > place and kind_of(m[1]) != TITLE
        ][:1]
        stops += [m.start for m in self.rich.of_kind(UNDERLINED) if m.start > place]
        stops += [m.start for m in self.rich.of_kind(ITALIC, BOLD) if m.start > place and self._is_aside(m)]
        stops += [m.start() for m in _PIPE.finditer(self.text, place) if self._parts(m.end(), named=place > start)][:1]
        return stops

    def _parts(self, place: int, *, named: bool) -> bool:
        """Tell a pipe that parts the title from what follows from one that belongs to it."""
        after = re.split(r"[|｜\v\n]", self.text[place:])[0].strip()
        linked = any(0 <= reference.start - place <= 3 for reference in self.references)
        return named or linked or not after or is_venue(after) or ends_in_year(after) or bool(split_authors(after)[0])

    def _breaks(self, place: int) -> bool:
        """Tell a break from a line that was only wrapped: there the next line goes on in mid-sentence."""
        if self.text[place] == BREAK:
            return True
        line = re.split(r"[\[\v\n]", self.text[place + 1 :], maxsplit=1)[0]
        styled = any(mark.start == place + 1 for mark in self.rich.of_kind(BOLD, ITALIC, UNDERLINED))
        return styled or not line[:1].isalnum() or bool(VENUE.match(line) or split_authors(line)[0])

    def _bracket_before(self, place: int) -> int:
        return len(self.text[:place].rstrip("[(（【 \\"))

    def _is_aside(self, mark: Mark) -> bool:
        """Tell a styled venue or author list from a stressed word of the title."""
        text = self.rich.on(mark).strip()
        before = self.text[: mark.start].rstrip()
        if is_venue(text) or split_authors(text)[0]:
            return True
        return before.endswith((".", ",", "，", "(", "|", "?", "!")) and mark.kind == ITALIC

    def _reference_at(self, place: int) -> Reference | None:
        """Give the link that stands at a place, perhaps behind a quotation mark, if its label may be a title."""
        for reference in self.references:
            gap = self.text[place : reference.start]
            if reference.start >= place and reference.kind == TITLE and gap.strip("\"“'[(") == "":
                return reference
        return None

    def _mark_at(self, place: int, kind: str) -> Mark | None:
        return next((mark for mark in self.rich.of_kind(kind) if mark.start == place and mark.end > place), None)


def _is_tag(text: str) -> bool:
    """Tell a venue, a date or a text in brackets from a title."""
    bare = text.strip("[]()【】 ")
    if bare != text and text[0] in "[(【" and text[-1] in "])】":
        return True
    return is_date(bare) or bool(is_venue(bare) and VENUE.match(bare))


def clean_title(text: str) -> str:
    """Tidy a title: one blank between words, no closing full stop, no quotation marks around it, no debris."""
    text = undecorated(" ".join(text.split()))
    previous = None
    while previous != text:
        previous = text
        text = _unquoted(text.strip().rstrip(".,;:，。；：|、-–— ").strip())
        text = _ASIDE.sub("", text) or text
        text = _balanced(text)
    return text


def _tail_start(text: str) -> int:
    """Find where the venue, the year or the authors begin at the end of a plain title."""
    end = len(text)
    for venue in VENUE.finditer(text):
        before = text[: venue.start()]
        tail = text[venue.end() :]
        dated = re.match(r"[\s,'’-]*(?:(?:19|20)?\d{2})\b", tail)
        if before.strip() and _AFTER_VENUE.fullmatch(tail) and (_SEPARATED.search(before) or dated):
            end = min(end, len(before.rstrip(" ,，.;:|([（【–—/-\v\n")))
            break
    if year := _TAIL_YEAR.search(text[:end]):
        end = year.start()
    return _authors_start(text[:end])


def _authors_start(text: str) -> int:
    """Find where a sentence of authors begins after a plain title."""
    for stop in islice(_SENTENCE_END.finditer(text), _MOST_STOPS):
        if word_count(text[: stop.start()]) < 2:
            continue
        after = text[stop.end() :]
        if "et al" in after and split_authors(after)[0]:
            return stop.start() + (stop[0][0] in "?!")
        names = read_authors(after.rstrip(" .,"))
        if len(names) > (2 if stop[0][0] == "," else 1) and all(" " in name for name in names):
            return stop.start() + (stop[0][0] in "?!")
    return len(text)


def _unquoted(text: str) -> str:
    marks = '"“”„«»「」『』《》'
    if (
        len(text) > 2
        and text[0] in _QUOTES
        and text[0] in marks
        and text[-1] in marks
        and not any(c in _QUOTES[text[0]] for c in text[1:-1])
    ):
        return text[1:-1]
    return text


def _balanced(text: str) -> str:
    """Drop a bracket at an end that has no partner."""
    for opening, closing in ("()", "[]", "{}", "（）", "【】"):
        if text.endswith(closing) and text.count(closing) > text.count(opening):
            text = text[:-1]
        if text.endswith(opening):
            text = text[:-1]
        if text.startswith(opening) and text.count(opening) > text.count(closing):
            text = text[1:]
    return text.strip()


def _blank_end(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place


def word_count(text: str) -> int:
    """Count words; two Chinese characters count as one."""
    chinese = len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", text))
    return (
        len(re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", re.sub(r"[\u3040-\u30ff\u4e00-\u9fff]", " ", text))) + chinese // 2
    )
