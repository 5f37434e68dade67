"""A stream of tokens into which files and macro bodies are pushed as they are met, and arguments read from it."""

from __future__ import annotations

from collections.abc import Iterable

from litgraph.ingest.tex.tokens import (
    CLOSE,
    ENDSQUARE,
    MACRO,
    OPEN,
    PARAGRAPH,
    SQUARE,
    TEXT,
    Token,
    Tokens,
)
from litgraph.ingest.tex.tree import TexTrouble

TOKEN_LIMIT = 500_000  # tokens taken in one reading; the largest real survey at hand has some 20,000
_BODY_LIMIT = 300_000  # tokens of macro bodies among them
_DEPTH_LIMIT = 200  # files and macro bodies within each other
_OPTIONAL_LIMIT = 400  # tokens between square brackets
# Where a reading of pushed tokens ends; no argument reaches across it.
END = Token("end")


class Stream:
    """Own the place in each of the files and bodies that are being read, and the limit on what they may come to."""

    def __init__(self) -> None:
        """Begin with nothing to read."""
        self._frames: list[_Frame] = []
        self._left = TOKEN_LIMIT
        self._bodies_left = _BODY_LIMIT

    def push(self, tokens: Iterable[Token], file: str = "") -> bool:
        """Read these tokens next; false where too much is open already. `file` names the file that they are."""
        # A file stays open until what it takes in last is read, so that files that take in each other are noticed.
        while self._frames and self._frames[-1].is_read and not self._frames[-1].file:
            self._frames.pop()
        if len(self._frames) >= _DEPTH_LIMIT:
            return False
        self._frames.append(_Frame(tuple(tokens), file))
        return True

    def take(self) -> Token | None:
        """Take the next token, None at the end of everything."""
        while self._frames:
            frame = self._frames[-1]
            if not frame.is_read:
                self._count()
                return frame.take()
            self._frames.pop()
        return None

    def give_back(self, token: Token) -> None:
        """Undo the taking of a token, or put another in its place."""
        self._frames.append(_Frame((token,), ""))

    @property
    def files(self) -> tuple[str, ...]:
        """Name the files that are open, outermost first."""
        return tuple(frame.file for frame in self._frames if frame.file)

    @property
    def is_exhausted(self) -> bool:
        """Tell whether macro bodies came to too much, as in a recursion; no more of them are put in."""
        return self._bodies_left < 0

    def push_body(self, size: int, tokens: Iterable[Token]) -> bool:
        """Read the body of a macro next, of so many tokens; false where that would be too much."""
        self._bodies_left -= size
        return self._bodies_left >= 0 and self.push(tokens)

    def leave_file(self) -> None:
        """Pass over the rest of the innermost file."""
        while self._frames and not self._frames.pop().file:
            pass

    def argument(self) -> Tokens:
        """Take a mandatory argument: a group without its braces, a macro, or one character."""
        token = self._after_blanks()
        if token is None:
            return ()
        if token.kind == OPEN:
            return self._until_close()
        if token.kind in (MACRO, SQUARE, ENDSQUARE):
            return (token,)
        if token.kind == TEXT:
            if len(token.text) > 1:
                self.give_back(Token(TEXT, token.text[1:]))
            return (Token(TEXT, token.text[0]),)
        self.give_back(token)
        return ()

    def group(self) -> Tokens | None:
        """Take a group without its braces, None (and nothing taken but blanks) where none begins."""
        token = self._after_blanks()
        if token is not None and token.kind == OPEN:
            return self._until_close()
        if token is not None:
            self.give_back(token)
        return None

    def optional(self) -> Tokens | None:
        """Take an argument in square brackets, None where none begins."""
        token = self._after_blanks()
        if token is None or token.kind != SQUARE:
            if token is not None:
                self.give_back(token)
            return None
        taken = self._until_square()
        if taken is None:
            self.give_back(token)
        return taken

    def star(self) -> bool:
        """Take a star, if one comes next."""
        token = self._after_blanks()
        if token is None:
            return False
        starred = token.kind == TEXT and token.text.startswith("*")
        rest = token.text[1:] if starred else token.text
        if rest or not starred:
            self.give_back(Token(token.kind, rest))
        return starred

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TexTrouble(f"The text comes to more than {TOKEN_LIMIT:,} tokens.")

    def _after_blanks(self) -> Token | None:
        """Take the first token that is not blank; the blanks in front of one that is given back are no loss."""
        while (token := self.take()) is not None:
            if token.kind != TEXT:
                return token
            if stripped := token.text.lstrip():
                return Token(TEXT, stripped)
        return None

    def _until_close(self) -> Tokens:
        taken: list[Token] = []
        depth = 1
        while (token := self.take()) is not None:
            depth += (token.kind == OPEN) - (token.kind == CLOSE)
            if token == END:
                self.give_back(token)
            if depth == 0 or token == END:
                break
            taken.append(token)
        return tuple(taken)

    def _until_square(self) -> Tokens | None:
        """Take up to the square bracket that closes; give all back where a paragraph or a group ends before it."""
        taken: list[Token] = []
        depth = inner = 0
        while (token := self.take()) is not None and len(taken) < _OPTIONAL_LIMIT:
            depth += (token.kind == OPEN) - (token.kind == CLOSE)
            if depth < 0 or token.kind == PARAGRAPH or token == END:
                break
            if depth == 0:
                inner += (token.kind == SQUARE) - (token.kind == ENDSQUARE)
            if inner < 0:
                return tuple(taken)
            taken.append(token)
        self._frames.append(_Frame((*taken, *([token] if token else [])), ""))
        return None


class _Frame:
    """Own the place in one row of tokens."""

    __slots__ = ("_place", "_tokens", "file")

    def __init__(self, tokens: Tokens, file: str) -> None:
        self._tokens = tokens
        self._place = 0
        self.file = file

    @property
    def is_read(self) -> bool:
        return self._place >= len(self._tokens)

    def take(self) -> Token:
        self._place += 1
        return self._tokens[self._place - 1]
