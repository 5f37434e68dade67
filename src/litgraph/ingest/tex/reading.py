"""One reading of a document from its first file to its end: title, sections, and what each of them cites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from litgraph.ingest.tex.cites import is_known_cite, read_cite, read_keys
from litgraph.ingest.tex.expand import Expander
from litgraph.ingest.tex.plain import CITE, plain_text
from litgraph.ingest.tex.sentences import cited_sentences, mark
from litgraph.ingest.tex.tokens import MACRO, PARAGRAPH, TEXT, Token, Tokens, words, written

_PARAGRAPH_LIMIT = 4_000  # tokens; a longer paragraph is parted, wherever that is
_CHARACTER_LIMIT = 50_000
_LEVELS = {"part": -1, "chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3}
# Environments within a sentence; any other parts the text before, within and after it.
_IN_SENTENCE = frozenset(
    words(
        "equation equation* align align* gather gather* multline multline* eqnarray eqnarray* math displaymath array "
        "split cases aligned matrix pmatrix bmatrix small footnotesize scriptsize normalsize large sloppypar"
    )
)
_TABLES = frozenset(
    words("tabular tabular* tabularx tabulary longtable longtabu tabu array supertabular xltabular tblr")
)
# How many arguments, no text, follow the name of an environment.
_ENVIRONMENT_ARGUMENTS = {
    **dict.fromkeys(words("tabular longtable array supertabular minipage multicols subfigure spacing adjustbox"), 1),
    **dict.fromkeys(words("tabular* tabularx tabulary wrapfigure wraptable xltabular list alertblock"), 2),
}
ASIDE, ENDASIDE = Token("aside"), Token("end of aside")


@dataclass(frozen=True, slots=True, kw_only=True)
class TexCite:
    """A citation: the key of its entry, and the sentence around it in plain text, citations shown as `[..]`."""

    key: str
    sentence: str


@dataclass(slots=True, kw_only=True)
class OpenSection:
    """A section while it is read; its level is 1 for \\section, 0 for a chapter or the text before."""

    level: int = 0
    path: tuple[str, ...] = ()
    cites: dict[TexCite, None] = field(default_factory=dict)


class Reading:
    """Own the place in a document: the section and the paragraph that are open, and all that was read before."""

    def __init__(self, files: Mapping[str, bytes], main: str) -> None:
        """Read the whole document that begins with `main`."""
        self.sections = [OpenSection()]
        self.bibliographies: list[str] = []
        self.missing_bibliographies: list[str] = []
        self.nocited: list[str] = []
        self.printed_bibliographies: list[Tokens] = []
        self.expander = Expander(files, main)
        self._stream = self.expander.stream
        self._headings: dict[int, str] = {}
        self._title: Tokens = ()
        self._in_body = self._titled = self._is_over = False
        self._tables = 0
        self._in_forest = False
        self._text: list[Token] = []
        self._length = 0
        self._cited: list[tuple[str, ...]] = []
        self._outer: list[tuple[list[Token], list[tuple[str, ...]]]] = []
        self._read()
        self.title = plain_text(self.expander.flatten(self._title))

    @property
    def keys(self) -> dict[str, None]:
        """Give the keys that are cited in sections, in the order of the text."""
        return {cite.key: None for section in self.sections for cite in section.cites}

    def _read(self) -> None:
        for token in self.expander:
            if token.kind == MACRO and token.text in _COMMANDS:
                _COMMANDS[token.text](self)
            elif self._in_body:
                self._read_text(token)
            if self._is_over:
                break
        while self._outer:
            self._end_aside()
        self._end_paragraph()

    def _read_text(self, token: Token) -> None:
        if token.kind == MACRO and (keys := read_cite(token.text, self._stream)):
            self._add(Token(CITE, mark(len(self._cited))))
            self._cited.append(keys)
        elif token.kind == PARAGRAPH or (self._in_forest and token.kind in "[]"):
            self._end_paragraph()
        elif token == ASIDE:
            self._outer.append((self._text, self._cited))
            self._text, self._cited, self._length = [], [], 0
        elif token == ENDASIDE:
            self._end_aside()
        else:
            self._add(token)

    def _add(self, token: Token) -> None:
        self._text.append(token)
        self._length += len(token.text)
        if len(self._text) > _PARAGRAPH_LIMIT or self._length > _CHARACTER_LIMIT:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        """Note what the sentences of the paragraph cite, and begin a new one."""
        if self._cited:
            unseen = dict(enumerate(self._cited))
            for sentence, numbers in cited_sentences(plain_text(self._text)):
                for number in numbers:
                    self._note(unseen.pop(number, ()), sentence)
            # What stands in an argument that is not printed is cited all the same.
            for keys in unseen.values():
                self._note(keys, "")
        self._text, self._cited, self._length = [], [], 0

    def _note(self, keys: tuple[str, ...], sentence: str) -> None:
        self.sections[-1].cites.update((TexCite(key=key, sentence=sentence), None) for key in keys)

    def _aside(self) -> None:
        """Read a footnote or caption by itself: it stands within a sentence that is not its own."""
        self._stream.optional()
        self._stream.push((ASIDE, *self._stream.argument(), ENDASIDE))

    def _end_aside(self) -> None:
        self._end_paragraph()
        if self._outer:
            self._text, self._cited = self._outer.pop()

    # Headings

    def _heading(self, level: int) -> None:
        self._stream.star()
        self._stream.optional()
        title = self._stream.group()
        if title is None or not self._in_body:
            return
        while self._outer:
            self._end_aside()
        self._end_paragraph()
        title = self.expander.flatten(title)
        name = plain_text(title).rstrip(" .:")
        if not name and level >= 0:
            return
        self._headings = {above: text for above, text in self._headings.items() if above < level}
        if level >= 0:
            self._headings[level] = name
        path = tuple(text for _, text in sorted(self._headings.items()))
        self.sections.append(OpenSection(level=max(level, 0), path=path))
        if any(token.kind == MACRO and is_known_cite(token.text) for token in title):
            self._stream.push((*title, Token(PARAGRAPH)))

    def _run_in_heading(self) -> None:
        """Read `\\paragraph{Memory}` as words of their own; what follows belongs to the section above."""
        self._stream.star()
        self._stream.optional()
        self._apart(self._stream.argument())

    def _apart(self, tokens: Tokens) -> None:
        self._end_paragraph()
        self._stream.push((*tokens, Token(PARAGRAPH)))

    def _read_title(self) -> None:
        self._stream.star()
        self._stream.optional()
        title = self._stream.argument()
        if title and not (self._titled and self._title):
            self._title = title

    def _make_title(self) -> None:
        self._titled = True

    # Environments

    def _begin(self) -> None:
        name = written(self._stream.group() or ()).strip()
        if name == "document":
            self._in_body = True
        elif name == "thebibliography" and self._in_body:
            self._read_bibliography()
        elif self._in_body:
            self._begin_environment(name)

    def _begin_environment(self, name: str) -> None:
        if name not in _IN_SENTENCE:
            self._end_paragraph()
        self._tables += name in _TABLES
        self._in_forest = self._in_forest or name == "forest"
        if name == "forest":
            return
        self._stream.optional()
        for _ in range(_ENVIRONMENT_ARGUMENTS.get(name, 0)):
            self._stream.group()
            self._stream.optional()

    def _end(self) -> None:
        name = written(self._stream.group() or ()).strip()
        if name == "document":
            self._is_over = not self.expander.leave_document()
        elif name not in _IN_SENTENCE:
            self._end_paragraph()
        self._tables -= name in _TABLES and self._tables > 0
        self._in_forest = self._in_forest and name != "forest"

    def _read_bibliography(self) -> None:
        """Keep a bibliography that stands in the text itself."""
        self._end_paragraph()
        kept: list[Token] = []
        while (token := self._stream.take()) is not None:
            if token == Token(MACRO, "end"):
                group = self._stream.group()
                if group is None or written(group) == "thebibliography":
                    break
                continue
            kept.append(token)
        self.printed_bibliographies.append(tuple(kept))

    def _item(self) -> None:
        self._end_paragraph()
        label = self._stream.optional() if self._in_body else None
        if label:
            self._stream.push((*label, Token(TEXT, " ")))

    def _line_break(self) -> None:
        if self._tables:
            self._end_paragraph()
        elif self._in_body:
            self._add(Token(TEXT, " "))

    # Bibliographies

    def _bibliography(self) -> None:
        self._stream.optional()
        for name in written(self._stream.argument()).split(","):
            if path := self.expander.find(name, (".bib", "")) if name.strip() else "":
                self.bibliographies.append(path)
            elif name.strip():
                self.missing_bibliographies.append(name.strip())

    def _nocite(self) -> None:
        self.nocited.extend(read_keys(written(self._stream.argument())))

    def _author(self) -> None:
        self._stream.optional()
        self._stream.group()


_COMMANDS: Mapping[str, Callable[[Reading], None]] = {
    **{name: partial(Reading._heading, level=level) for name, level in _LEVELS.items()},
    **dict.fromkeys(("paragraph", "subparagraph"), Reading._run_in_heading),
    **dict.fromkeys(("title", "Title", "icmltitle", "papertitle"), Reading._read_title),
    "maketitle": Reading._make_title,
    **dict.fromkeys(("author", "thanks"), Reading._author),
    **dict.fromkeys(("footnote", "footnotetext", "caption", "sidenote", "marginpar"), Reading._aside),
    "begin": Reading._begin,
    "end": Reading._end,
    "item": Reading._item,
    "par": Reading._end_paragraph,
    "\\": Reading._line_break,
    **dict.fromkeys(("tabularnewline", "newline"), Reading._line_break),
    **dict.fromkeys(("bibliography", "addbibresource", "addglobalbib", "addsectionbib"), Reading._bibliography),
    "nocite": Reading._nocite,
}
