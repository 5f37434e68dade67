"""What arXiv gives for the source of a paper: https://info.arxiv.org/help/mimetypes.html."""

from __future__ import annotations

from litgraph.web.request import BadReply, NotFound

_GZIP = b"\x1f\x8b"
_TAR = b"ustar"
_TAR_AT = 257


def read_archive(body: bytes) -> bytes:
    """Give the body if it is a gzipped or plain tar, a gzipped file, or TeX; else say what it is."""
    if body.startswith(_GZIP) or body[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return body
    beginning = body[:1_000].lstrip().lower()
    if beginning.startswith(b"%pdf-"):
        raise NotFound("arxiv has no source of the paper: it was submitted as PDF")
    if beginning.startswith(b"rate exceeded"):
        raise BadReply("“Rate exceeded.”", busy=True)
    if not beginning or beginning.startswith((b"<", b"{")) or b"\0" in beginning or b"\\" not in body:
        raise BadReply("neither an archive nor TeX")
    return body
