"""The tokens of a document in the order in which TeX reads them: inputs followed, macros put in, dead branches skipped.

Nothing is executed: what is not understood is passed on as it stands.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from litgraph.ingest.tex.cites import is_known_cite
from litgraph.ingest.tex.macros import Macro, put_in, read_definition
from litgraph.ingest.tex.stream import END, Stream
from litgraph.ingest.tex.tokens import BUILT_IN, MACRO, OPEN, TEXT, Token, Tokens, read_tokens, words, written

_FILE_DEPTH = 16
# Macros whose name begins with `if` and that no `\fi` ends.
_NO_CONDITIONALS = frozenset(("iff", "ifthenelse"))
# Commands that keep their meaning, whatever a preamble redefines: the outline and the inputs are read by them.
RESERVED = frozenset(
    words(
        "documentclass documentstyle begin end input include subfile subfileinclude import subimport includefrom "
        "subincludefrom inputfrom subinputfrom InputIfFileExists IfFileExists newif else fi part chapter section "
        "subsection subsubsection paragraph subparagraph title maketitle caption footnote footnotetext item "
        "bibliography addbibresource nocite label ref par"
    )
)


class Expander:
    """Own the stream of a document and what is known at each place in it: macros, switches, files."""

    def __init__(self, files: Mapping[str, bytes], main: str) -> None:
        """Begin before the first token of the main file."""
        self.stream = Stream()
        self.reached: list[str] = []
        self.missing: list[str] = []
        self.bbl: list[str] = []
        self._files = files
        self._folder = posixpath.dirname(main)
        self._stem = posixpath.basename(main).rpartition(".")[0]
        self._tokens: dict[str, Tokens] = {}
        self._macros: dict[str, Macro] = {}
        self._switches = {"false": False, "true": True}
        self._branches: list[bool] = []  # of each open conditional: whether the branch after \else is dead
        self._import_folders: dict[str, str] = {}
        self._whole_documents: set[str] = set()
        self._open(main, None)

    def __iter__(self) -> Iterator[Token]:
        """Yield the tokens that remain once everything is put in; the reader may take arguments from the stream."""
        while (token := self.stream.take()) is not None and token != END:
            if token.kind == BUILT_IN:
                token = Token(MACRO, token.text)
                if not self._act(token.text, redefined=False):
                    yield token
            elif token.kind != MACRO or not self._act(token.text):
                yield token

    def flatten(self, tokens: Tokens) -> Tokens:
        """Put macros in within a row of tokens."""
        if not self.stream.push((*tokens, END)):
            return tokens
        return tuple(self)

    def leave_document(self) -> bool:
        """Pass over what follows `\\end{document}` in a file that is read within another; false at the end of all."""
        files = self.stream.files
        if len(files) > 1 and files[-1] in self._whole_documents:
            self.stream.leave_file()
            return True
        return False

    def find(self, name: str, suffixes: tuple[str, ...], folder: str | None = None) -> str:
        """Find a file that a command names, as TeX would, within the tree; empty if there is none."""
        name = name.strip().strip('"').replace("\\jobname", self._stem)
        here = self._here
        folders = (folder, self._import_folders.get(here), self._folder, posixpath.dirname(here), "")
        for place in dict.fromkeys(place for place in folders if place is not None):
            for suffix in suffixes:
                path = posixpath.normpath(posixpath.join(place, name + suffix))
                if path in self._files:
                    return path
        return ""

    def _act(self, name: str, *, redefined: bool = True) -> bool:
        """Do what a macro asks for where it is one of those that are seen to here."""
        if name in _FILE_COMMANDS:
            _FILE_COMMANDS[name](self)
        elif name in ("documentclass", "documentstyle"):
            self._whole_documents.add(self._here)
            return False
        elif read_definition(name, self.stream, self._macros, _is_reserved):
            pass
        elif redefined and name in self._macros:
            put_in(self._macros[name], self.stream)
        else:
            return self._branch(name)
        return True

    # Conditionals

    def _branch(self, name: str) -> bool:
        if name == "newif":
            self._set_switch(self._next_macro().removeprefix("if"), False)
        elif name.endswith(("true", "false")) and name.removesuffix("true").removesuffix("false") in self._switches:
            self._set_switch(name.removesuffix("true").removesuffix("false"), name.endswith("true"))
        elif name == "else":
            if self._branches and self._branches[-1]:
                self._branches.pop()
                self._skip_branch(to_else=False)
        elif name == "fi":
            self._branches[-1:] = []
        elif self._is_conditional(name):
            self._enter(name)
        else:
            return False
        return True

    def _enter(self, name: str) -> None:
        """Choose the branch of a switch whose state is known; of any other condition both branches are read."""
        state = self._switches.get(name.removeprefix("if"))
        if state is not False:
            self._branches.append(state is True)
        elif self._skip_branch(to_else=True):
            self._branches.append(False)

    def _skip_branch(self, *, to_else: bool) -> bool:
        """Pass over a dead branch; true where `\\else` ended it."""
        depth = 0
        while (token := self.stream.take()) is not None:
            if token == END:
                self.stream.give_back(token)
                return False
            if token.kind != MACRO:
                continue
            if token.text == "newif":
                self._next_macro()
            elif token.text == "fi" and depth == 0:
                return False
            elif token.text == "else" and depth == 0 and to_else:
                return True
            elif token.text == "fi":
                depth -= 1
            elif self._is_conditional(token.text):
                depth += 1
        return False

    def _is_conditional(self, name: str) -> bool:
        """Tell `\\ifdraft … \\fi` from commands that take their branches as arguments (`\\ifbool{a}{b}{c}`)."""
        if not name.startswith("if") or name in _NO_CONDITIONALS:
            return False
        if name.removeprefix("if") in self._switches:
            return True
        following = self.stream.take()
        if following is not None:
            self.stream.give_back(following)
        return following is not None and following.kind != OPEN

    def _set_switch(self, name: str, state: bool) -> None:
        if name and name not in ("true", "false"):
            self._switches[name] = state

    def _next_macro(self) -> str:
        token = self.stream.take()
        if token is not None and token.kind != MACRO:
            self.stream.give_back(token)
        return token.text if token is not None and token.kind == MACRO else ""

    # Files

    def _input(self) -> None:
        group = self.stream.group()
        self._read(self._bare_name() if group is None else written(group))

    def _bare_name(self) -> str:
        """Read the name after `\\input` without braces: it ends at the first blank."""
        token = self.stream.take()
        if token is None or token.kind != TEXT:
            if token is not None:
                self.stream.give_back(token)
            return ""
        name, *rest = re.split(r"(?=\s)", token.text.lstrip(), maxsplit=1)
        if rest:
            self.stream.give_back(Token(TEXT, rest[0]))
        return name

    def _import(self) -> None:
        self._read_from(self._folder)

    def _import_from_here(self) -> None:
        self._read_from(self._import_folders.get(self._here, posixpath.dirname(self._here)))

    def _read_from(self, base: str) -> None:
        """Read `{folder}{file}`; what that file inputs is looked for in its folder first."""
        self.stream.star()
        folder, name = written(self.stream.argument()), written(self.stream.argument())
        self._read(name, posixpath.normpath(posixpath.join(base, folder.strip())))

    def _if_exists(self, *, read: bool) -> None:
        """Read `{file}{where it exists}{where not}`."""
        name, there, absent = written(self.stream.argument()), self.stream.argument(), self.stream.argument()
        found = self.find(name, _TEX_SUFFIXES)
        self.stream.push(there if found else absent)
        if found and read:
            self._open(found, None)

    def _read(self, name: str, folder: str | None = None) -> None:
        name = name.strip()
        path = self.find(name, _TEX_SUFFIXES, folder) if name else ""
        if path:
            self._open(path, self._import_folders.get(self._here) if folder is None else folder)
        elif name and name not in self.missing:
            self.missing.append(name)

    def _open(self, path: str, folder: str | None) -> None:
        """Read a file next, unless it is being read already; a bibliography is only noted."""
        files = self.stream.files
        if path.lower().endswith(".bbl"):
            self.bbl.append(path)
        elif path not in files and len(files) < _FILE_DEPTH:
            if path not in self._tokens:
                self.reached.append(path)
                self._tokens[path] = read_tokens(decode(self._files[path]))
            if self.stream.push(self._tokens[path], path) and folder is not None:
                self._import_folders[path] = folder

    @property
    def _here(self) -> str:
        return self.stream.files[-1] if self.stream.files else ""


def decode(content: bytes) -> str:
    """Read text as UTF-8, else as Latin-1, which gives a character for every byte."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


_TEX_SUFFIXES = ("", ".tex", ".ltx")
_FILE_COMMANDS: Mapping[str, Callable[[Expander], None]] = {
    **dict.fromkeys(words("input include subfile subfileinclude"), Expander._input),
    **dict.fromkeys(words("import includefrom inputfrom"), Expander._import),
    **dict.fromkeys(words("subimport subincludefrom subinputfrom"), Expander._import_from_here),
    "InputIfFileExists": lambda expander: expander._if_exists(read=True),
    "IfFileExists": lambda expander: expander._if_exists(read=False),
}


def _is_reserved(name: str) -> bool:
    return name in RESERVED or is_known_cite(name) or name in _FILE_COMMANDS
