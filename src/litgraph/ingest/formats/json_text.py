"""JSON objects of files: a line each, or in a document that holds several."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Never

import orjson

from litgraph.ingest.fields import BadField
from litgraph.ingest.lines import TEXT_LIMIT, DamagedFile, read_text

# A text of JSON does not go on over the end of a line.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[{}]')


def parse_object(text: bytes | str) -> dict[str, Any]:
    """Parse an object; what orjson refuses is tried once more by the standard library, which tells the fault better."""
    try:
        parsed = orjson.loads(text)
    except orjson.JSONDecodeError:
        return parse_slowly(text)
    if not isinstance(parsed, dict):
        raise BadField("not a JSON object")
    return parsed


def parse_slowly(text: bytes | str) -> dict[str, Any]:
    """Parse an object with whole numbers of any length and lone surrogates, which orjson doesn't take."""
    try:
        parsed = json.loads(text.decode("utf-8") if isinstance(text, bytes) else text, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise BadField(f"not UTF-8: {error.reason} at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise BadField(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise BadField("nested too deeply") from error
    except ValueError as error:
        raise BadField(f"not JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise BadField("not a JSON object")
    return parsed


def read_objects(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the objects of a document, in one list or one after another, as text with the line where each begins.

    What stands between them and is no JSON comes as it is, and so does an object that is not closed.
    """
    begun, depth, size = 0, 0, 0
    parts: list[str] = []
    for number, text in read_text(path):
        start = 0
        for token in _TOKEN.finditer(text):
            if token[0] == "{":
                if not depth:
                    yield from _between(number, text[start : token.start()])
                    begun, start, size = number, token.start(), 0
                depth += 1
            elif token[0] == "}" and depth:
                depth -= 1
                if not depth:
                    yield begun, "\n".join((*parts, text[start : token.end()]))
                    start = token.end()
                    parts.clear()
        rest = text[start:]
        if not depth:
            yield from _between(number, rest)
            continue
        parts.append(rest)
        size += len(rest)
        if size > TEXT_LIMIT:
            raise DamagedFile("the object does not end; nothing is read from here on", begun)
    if depth:
        yield begun, "\n".join(parts)


def _between(number: int, text: str) -> Iterator[tuple[int, str]]:
    if strange := text.strip(" \t,[]"):
        yield number, strange


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON value")
