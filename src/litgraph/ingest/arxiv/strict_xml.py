"""XML from a service, read strictly: nothing is mended, declared, expanded or fetched."""

from __future__ import annotations

from typing import Any

from lxml import etree

from litgraph.model.text import clean_text
from litgraph.web.request import BadReply

_DOCTYPE = b"<!DOCTYPE"
_BUSY = b"rate exceeded"


def parse_xml(body: bytes, root: str) -> Any:
    """Give the element `root` (`{namespace}name`) that the body consists of, without comments; else raise BadReply."""
    beginning = body.lstrip()[:200].lower()
    if not beginning:
        raise BadReply("an empty body")
    if beginning.startswith(_BUSY):
        # arXiv says so with status 200 now and then.
        raise BadReply("“Rate exceeded.”", busy=True)
    if beginning.startswith((b"<!doctype html", b"<html")):
        raise BadReply("a page of HTML")
    if _DOCTYPE in body:
        raise BadReply("XML with a DOCTYPE")
    found = _parse(body)
    if found.tag != root:
        raise BadReply(f"XML whose root is “{clean_text(found.tag)[:80]}”")
    return found


def _parse(body: bytes) -> Any:
    # Whatever encoding the body declares: another one could hide a DOCTYPE.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise BadReply(f"not well-formed XML: {clean_text(error.msg or '')[:120]}") from error
