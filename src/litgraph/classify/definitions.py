"""Definitions: what people say of headings in a small YAML file, so that a heading without papers says more.

Model Compression > Quantization:
  definition: Fewer bits for weights and activations.
  aliases: [low-bit inference, PTQ]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from litgraph.errors import InputError

_MOST_BYTES = 1_000_000
_KEYS = ("definition", "aliases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a heading, as it is written at a line of the file, means, and what else it is called."""

    heading: str
    line: int
    definition: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Give all that is said, as one text."""
        return ". ".join(filter(None, (self.definition.rstrip("."), ", ".join(self.aliases))))


def parse_definitions(content: bytes, name: str) -> tuple[Definition, ...]:
    """Read the definitions of a file of that name, in its order; what is wrong is told with its line."""
    if len(content) > _MOST_BYTES:
        raise InputError(f"{name} has more than {_MOST_BYTES:,} bytes. Definitions are a sentence or two a heading.")
    try:
        text = content.decode("utf-8-sig")
        _refuse_references(text, name)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8: {error.reason} at byte {error.start}. Save it as UTF-8.") from error
    except RecursionError as error:
        raise InputError(f"{name} is nested too deep. Write heading, then definition and aliases.") from error
    except yaml.YAMLError as error:
        raise InputError(f"{_place(name, error)}: this is no YAML: {_problem(error)}. Mend the line.") from error
    return tuple(_definitions(root, name)) if root is not None else ()


def _refuse_references(text: str, name: str) -> None:
    """Refuse what refers to another part of the file: a few lines of that can stand for millions."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise InputError(f"{_line(event, name)}: '*{event.anchor}' refers to another part. Write it out.")


def _definitions(root: yaml.Node, name: str) -> Iterator[Definition]:
    lines: dict[str, int] = {}
    for key, value in _pairs(root, name, "a mapping of headings"):
        heading = _text(key, name, "A heading")
        if heading in lines:
            raise InputError(f"{_line(key, name)}: '{heading}' is there already, at line {lines[heading]}. Join them.")
        lines[heading] = key.start_mark.line + 1
        said = {_known_key(one, name): two for one, two in _pairs(value, name, "definition and aliases")}
        yield Definition(
            heading=heading,
            line=lines[heading],
            definition=_text(said["definition"], name, "The definition") if "definition" in said else "",
            aliases=_texts(said["aliases"], name) if "aliases" in said else (),
        )


def _pairs(node: yaml.Node, name: str, wanted: str) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise InputError(f"{_line(node, name)}: expected {wanted}, as `key: value` lines.")
    return list(node.value)


def _known_key(node: yaml.Node, name: str) -> str:
    key = _text(node, name, "A key")
    if key not in _KEYS:
        raise InputError(f"{_line(node, name)}: unknown key '{key}'. A heading has {' and '.join(_KEYS)}.")
    return key


def _texts(node: yaml.Node, name: str) -> tuple[str, ...]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(filter(None, (_text(one, name, "An alias") for one in nodes)))


def _text(node: yaml.Node, name: str, what: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise InputError(f"{_line(node, name)}: {what} must be text.")
    return " ".join(str(node.value).split())


def _line(where: yaml.Node | yaml.Event, name: str) -> str:
    return f"{name}, line {where.start_mark.line + 1}" if where.start_mark else name


def _place(name: str, error: yaml.YAMLError) -> str:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return f"{name}, line {mark.line + 1}" if mark else name


def _problem(error: yaml.YAMLError) -> str:
    told = error.problem if isinstance(error, yaml.MarkedYAMLError) else None
    return told or str(error).splitlines()[0]
