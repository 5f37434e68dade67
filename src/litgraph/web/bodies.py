"""Bodies of replies, read piece by piece and never beyond bounds."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator

import httpx

from litgraph.model.text import clean_text
from litgraph.web.request import BadReply

LARGEST_BODY = 64 * 1024 * 1024  # bytes, decoded
_LARGEST_WORDS = 64 * 1024  # bytes of a reply that is no answer: enough to see what it says
_STEP = 1024 * 1024  # bytes decoded at a time
_GZIP = ("gzip", "x-gzip")


class Lost(Exception):
    """Say how the connection failed before the whole reply was there; not `sent` is what no service can have heard."""

    def __init__(self, reason: str, *, sent: bool = True) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.sent = sent


def read_body(response: httpx.Response) -> bytes:
    """Read the whole body, or raise BadReply where it is too large and Lost where it is not whole."""
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > LARGEST_BODY:
        raise _too_large()
    body = bytearray()
    for piece in _decoded(response):
        body += piece
        if len(body) > LARGEST_BODY:
            raise _too_large()
    return bytes(body)


def read_words(response: httpx.Response) -> bytes:
    """Read what a reply says that is no answer, as far as it goes: its status says enough."""
    body = bytearray()
    with contextlib.suppress(httpx.TransportError, Lost, BadReply):
        for piece in _decoded(response):
            body += piece
            if len(body) >= _LARGEST_WORDS:
                break
    return bytes(body[:_LARGEST_WORDS])


def _decoded(response: httpx.Response) -> Iterator[bytes]:
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in _GZIP:
        return _unzipped(response.iter_raw())
    if coding in ("", "identity"):
        return response.iter_raw()
    raise BadReply(f"the reply is encoded as {clean_text(coding)[:40]}, which was not asked for")


def _unzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Decode gzip a little at a time, so that a small piece cannot grow beyond bounds; it must end where it says."""
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    received = 0
    for piece in pieces:
        received += len(piece)
        if received > LARGEST_BODY:
            raise _too_large()
        while piece:
            if unzip.eof:  # another member follows; zeros are padding
                piece = piece.lstrip(b"\0")
                if not piece:
                    break
                unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                yield unzip.decompress(piece, _STEP)
            except zlib.error as error:
                raise Lost("the compressed reply is broken") from error
            piece = unzip.unconsumed_tail or unzip.unused_data
    if received and not unzip.eof:
        raise Lost("the compressed reply ends too early")


def _too_large() -> BadReply:
    return BadReply(f"the reply is larger than {LARGEST_BODY // 1024**2} MiB")
