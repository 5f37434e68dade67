"""Macros that the authors define: read, so that their bodies are not taken for text, and put in where they are used."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass

from litgraph.ingest.tex.stream import END, Stream
from litgraph.ingest.tex.tokens import BUILT_IN, MACRO, OPEN, PARAMETER, TEXT, Token, Tokens, words, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """A macro: its arguments in order (`m` mandatory, `o` optional, `s` a star), what an absent one is, its body."""

    body: Tokens
    arguments: str = ""
    default: Tokens = ()


Macros = MutableMapping[str, Macro]


def read_definition(command: str, stream: Stream, macros: Macros, reserved: Callable[[str], bool]) -> bool:
    """Read the definition that `command` begins, keep it unless the name is reserved; false if it begins none."""
    reader = _DEFINITIONS.get(command)
    if reader is None:
        return False
    defined = reader(stream)
    if defined is None:
        return True
    name, macro = defined
    if command == "let" and macro is not None:
        macro = macros.get(macro.body[0].text, macro)
    if macro is None or Token(MACRO, name) in macro.body:  # one that names itself can't be put in
        macros.pop(name, None)
    elif not reserved(name) and not (command.lower().startswith("provide") and name in macros):
        macros[name] = macro
    return True


def put_in(macro: Macro, stream: Stream) -> bool:
    """Read the arguments of a macro and push its body; false where that would be too much."""
    if stream.is_exhausted:
        return False
    given = [_argument(kind, macro, stream) for kind in macro.arguments]
    size = sum(_size_of(token, given) for token in macro.body)
    return stream.push_body(size, (token for part in macro.body for token in _filled(part, given)))


def _argument(kind: str, macro: Macro, stream: Stream) -> Tokens:
    if kind == "s":
        stream.star()
        return ()
    if kind == "m":
        return stream.argument()
    given = stream.optional()
    return macro.default if given is None else given


def _size_of(token: Token, given: list[Tokens]) -> int:
    if token.kind != PARAMETER or not token.text.isdigit():
        return 1
    return len(given[int(token.text) - 1]) if 0 < int(token.text) <= len(given) else 0


def _filled(token: Token, given: list[Tokens]) -> Tokens:
    if token.kind != PARAMETER:
        return (token,)
    if not token.text.isdigit():  # `##1` of a definition within a definition
        return (Token(PARAMETER, token.text[1:]),)
    return given[int(token.text) - 1] if 0 < int(token.text) <= len(given) else ()


Defined = tuple[str, Macro | None] | None


def _newcommand(stream: Stream) -> Defined:
    """Read `\\newcommand*{\\name}[2][default]{body}` and its likes."""
    stream.star()
    name = _name(stream)
    count = stream.optional()
    default = stream.optional() if count is not None else None
    body = stream.argument()
    number = _whole(count)
    if not name or number is None:
        return None
    arguments = "m" * number if default is None else "o" + "m" * (number - 1)
    return name, Macro(body=body, arguments=arguments, default=default or ())


def _def(stream: Stream) -> Defined:
    """Read `\\def\\name#1#2{body}`; a macro whose arguments are delimited by text is known only not to be text."""
    token = stream.take()
    if token is None or token.kind != MACRO:
        return None
    pattern: list[Token] = []
    while (part := stream.take()) is not None and part.kind != OPEN and part != END and len(pattern) < 40:
        pattern.append(part)
    if part is not None:
        stream.give_back(part)
    if part is None or part.kind != OPEN:
        return None
    body = stream.argument()
    if any(part.kind != PARAMETER for part in pattern):
        return token.text, None
    return token.text, Macro(body=body, arguments="m" * len(pattern))


def _let(stream: Stream) -> Defined:
    """Read `\\let\\name=\\other`: what `\\other` means now, whatever becomes of it later."""
    name = _name(stream)
    token = stream.argument()
    if token and token[0].kind == TEXT and token[0].text == "=":
        token = stream.argument()
    if not name or not token or token[0].kind != MACRO or token[0].text == name:
        return None
    return name, Macro(body=(Token(BUILT_IN, token[0].text),))


def _document_command(stream: Stream) -> Defined:
    """Read `\\NewDocumentCommand\\name{s o m}{body}`; arguments of other kinds make it unreadable."""
    name = _name(stream)
    kinds = written(stream.argument())
    body = stream.argument()
    if not name:
        return None
    if not re.fullmatch(r"[\smos]*", kinds) or len(kinds) > 40:
        return name, None
    return name, Macro(body=body, arguments="".join(kinds.split()))


def _operator(stream: Stream) -> Defined:
    """Read `\\DeclareMathOperator*{\\name}{text}`."""
    stream.star()
    name = _name(stream)
    body = stream.argument()
    return (name, Macro(body=body)) if name else None


def _environment(stream: Stream) -> None:
    """Pass over `\\newenvironment{name}[2][default]{before}{after}`."""
    stream.star()
    stream.argument()
    while stream.optional() is not None:
        pass
    stream.argument()
    stream.argument()


def _document_environment(stream: Stream) -> None:
    for _ in range(4):
        stream.argument()


def _theorem(stream: Stream) -> None:
    """Pass over `\\newtheorem{name}[like]{Title}[within]`."""
    stream.star()
    stream.argument()
    stream.optional()
    stream.argument()
    stream.optional()


def _column(stream: Stream) -> None:
    stream.argument()
    while stream.optional() is not None:
        pass
    stream.argument()


_DEFINITIONS: dict[str, Callable[[Stream], Defined]] = {
    **dict.fromkeys(
        words(
            "newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd renewrobustcmd providerobustcmd "
            "newcommandx renewcommandx"
        ),
        _newcommand,
    ),
    **dict.fromkeys(words("def gdef edef xdef"), _def),
    "let": _let,
    **dict.fromkeys(
        words("NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand"),
        _document_command,
    ),
    "DeclareMathOperator": _operator,
    **dict.fromkeys(words("newenvironment renewenvironment"), _environment),
    **dict.fromkeys(words("NewDocumentEnvironment RenewDocumentEnvironment"), _document_environment),
    "newtheorem": _theorem,
    "newcolumntype": _column,
}


def _name(stream: Stream) -> str:
    """Read the name that is defined, in braces or not."""
    return next((token.text for token in stream.argument() if token.kind == MACRO), "")


def _whole(tokens: Tokens | None) -> int | None:
    text = written(tokens or ()).strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and int(text) <= 9 else None
