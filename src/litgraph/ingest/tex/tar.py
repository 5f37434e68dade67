"""Members of a tar archive from outside, read in one pass from front to end.

The standard library's reader holds extended headers of any size in memory and searches them with expressions that can
take for ever (CVE-2024-6232), and follows what a header says of sizes (CVE-2025-8194). This one knows only what
archives of sources are made of, and GNU's long names: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from litgraph.ingest.tex.tree import TexTrouble

BLOCK = 512
_HEADER_LIMIT = 64 * 1024  # bytes of a long name or an extended header
_FILES = (b"0", b"\0", b"7")
_KINDS = {b"1": "a hard link", b"2": "a symbolic link", b"3": "a device", b"4": "a device", b"6": "a pipe"}


class Source(Protocol):
    """Bytes that come one after the other."""

    def read(self, size: int) -> bytes:
        """Give the next `size` bytes, fewer only at the end."""

    def skip(self, size: int) -> None:
        """Pass over the next `size` bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member: its name as written; what it is, if no file or folder; the content of a file that was asked for."""

    name: str
    size: int
    odd_kind: str = ""
    content: bytes | None = None


def is_header(block: bytes) -> bool:
    """Tell whether a block of 512 bytes begins a member: its checksum is right."""
    if len(block) != BLOCK:
        return False
    try:
        told = _number(block[148:156])
    except ValueError:
        return False
    return told == sum(block[:148]) + 8 * ord(" ") + sum(block[156:])


def read_members(first: bytes, source: Source, wanted: Callable[[str, int], bool]) -> Iterator[Member]:
    """Yield the members of an archive whose first block is read already; `wanted` chooses files by name and size."""
    block, long_name, headers = first, "", 0
    while len(block) == BLOCK and block.strip(b"\0"):
        if not is_header(block):
            raise TexTrouble("The archive is damaged: a member has no valid header.")
        kind, size = block[156:157], _size(block)
        if kind in b"LxgKX" and kind:
            payload = _payload(source, size)
            long_name = _told_name(kind, payload) or long_name
            headers += 1
            if headers > 8:
                raise TexTrouble("The archive is damaged: too many headers before one member.")
        else:
            yield _member(source, kind, long_name or _name(block), size, wanted)
            long_name, headers = "", 0
        block = source.read(BLOCK)


def _member(source: Source, kind: bytes, name: str, size: int, wanted: Callable[[str, int], bool]) -> Member:
    if kind not in _FILES:
        # Links and devices have no content, whatever size they claim; of anything else it must be passed over.
        if kind not in _KINDS and kind != b"5":
            source.skip(_padded(size))
        odd = "" if kind == b"5" else _KINDS.get(kind, "of an unknown kind")
        return Member(name=name, size=0, odd_kind=odd)
    if name.endswith("/") or not wanted(name, size):
        source.skip(_padded(size))
        return Member(name=name, size=size)
    return Member(name=name, size=size, content=_payload_of(source, size))


def _payload(source: Source, size: int) -> bytes:
    if size > _HEADER_LIMIT:
        raise TexTrouble("The archive is damaged: a header is too long.")
    return _payload_of(source, size)


def _payload_of(source: Source, size: int) -> bytes:
    content = source.read(_padded(size))
    if len(content) < size:
        raise TexTrouble("The archive breaks off.")
    return content[:size]


def _told_name(kind: bytes, payload: bytes) -> str:
    if kind == b"L":
        return _text(payload)
    return _pax_path(payload) if kind == b"x" else ""


def _pax_path(payload: bytes) -> str:
    """Read `path` from the records `LENGTH KEY=VALUE\\n` of an extended header; the last one counts."""
    path, place = "", 0
    while place < len(payload):
        digits, blank, _ = payload[place : place + 8].partition(b" ")
        if not blank or not digits.isdigit() or int(digits) <= len(digits) + 1:
            break
        key, _, value = payload[place + len(digits) + 1 : place + int(digits)].partition(b"=")
        path = _text(value.rstrip(b"\n")) if key == b"path" else path
        place += int(digits)
    return path


def _name(block: bytes) -> str:
    name, prefix = _text(block[:100]), _text(block[345:500])
    return f"{prefix}/{name}" if prefix and block[257:263] == b"ustar\0" else name


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("utf-8", "replace")


def _size(block: bytes) -> int:
    try:
        size = _number(block[124:136])
    except ValueError:
        size = -1
    if size < 0:
        raise TexTrouble("The archive is damaged: a member has no valid size.")
    return size


def _number(field: bytes) -> int:
    """Read a number in octal digits, or GNU's binary form, whose first bit is set."""
    if field[0] & 0x80:
        return int.from_bytes(field, "big", signed=True) + (1 << (8 * len(field) - 1) if field[0] == 0x80 else 0)
    digits = field.strip(b" \0")
    if any(digit not in b"01234567" for digit in digits):
        raise ValueError("not octal")
    return int(digits or b"0", 8)


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK
