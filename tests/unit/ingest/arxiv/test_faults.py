"""What goes wrong over the wire and in XML: asked again as often as is decent, and nothing untrue comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from litgraph.ingest.arxiv.source import ArxivSource
from litgraph.ingest.arxiv.strict_xml import parse_xml
from litgraph.ingest.source import Found
from litgraph.web.request import BadReply
from litgraph.web.transport import Web
from tests.servers import faults
from tests.servers.arxiv_faults import with_doctype
from tests.servers.faults import Act, saying
from tests.servers.records import ServedPaper, completed
from tests.unit.ingest.arxiv.conftest import Asks, Serves

_TRIES = 3
_FAULTS: dict[str, tuple[Act, int]] = {
    "429": (faults.too_many(), _TRIES),
    "429 with Retry-After": (faults.too_many(0.01), _TRIES),
    "500": (faults.status(500), _TRIES),
    "502 in HTML": (faults.status(502, faults.HTML), _TRIES),
    "503": (faults.status(503), _TRIES),
    "504 in HTML": (faults.status(504, faults.HTML), _TRIES),
    "400": (faults.status(400), 1),
    "403": (faults.status(403), 1),
    "404": (faults.status(404), 1),
    "reset": (faults.reset, _TRIES),
    "reset in the body": (faults.reset_mid_body, _TRIES),
    "shorter than announced": (faults.truncated, _TRIES),
    "half of the XML": (faults.cut_content, _TRIES),
    "Rate exceeded.": (faults.rate_exceeded, _TRIES),
    "rate exceeded, with blanks": (saying(b" \n RATE EXCEEDED\n", "text/plain"), _TRIES),
    "nothing": (faults.empty, _TRIES),
    "blanks": (saying(b" \n\n ", "text/plain"), _TRIES),
    "HTML": (faults.html_page, _TRIES),
    "JSON": (saying(faults.JSON, "application/json"), _TRIES),
    "other XML": (saying(b"<rss version='2.0'><channel/></rss>", "application/xml"), _TRIES),
    "entity bomb": (faults.entity_bomb, _TRIES),
    "DOCTYPE": (with_doctype, _TRIES),
    "another host": (faults.redirect("http://example.com/"), 1),
    "100 MB announced": (faults.announced_huge(), _TRIES),
}


def _of_lookup(source: ArxivSource, paper: ServedPaper) -> tuple[str, int]:
    (lookup,) = source.lookup([paper.id])
    return lookup.states[paper.id], len(lookup.accounts)


def _of_found(found: Iterator[Found]) -> tuple[str, int]:
    (one,) = found
    return one.state, len(one.accounts)


_ASK: dict[str, Callable[[ArxivSource, ServedPaper], tuple[str, int]]] = {
    "lookup": _of_lookup,
    "search": lambda source, paper: _of_found(source.new_papers(paper.categories[0], paper.published, "2026")),
    "oai": lambda source, paper: _of_found(source.changed(paper.categories[0], "2000")),
}


@pytest.mark.parametrize("ask", _ASK)
@pytest.mark.parametrize("fault", _FAULTS)
def test_a_fault_for_ever(
    asks: Asks, serves: Serves, facts: Sequence[ServedPaper], web: Web, fault: str, ask: str
) -> None:
    act, requests = _FAULTS[fault]
    server, paper = serves(facts[:3]), completed(facts[0])
    server.faults.add(act)
    state, accounts = _ASK[ask](asks(server), paper)
    control = ask == "lookup" and fault == "400"
    assert state == ("deferred" if fault == "403" else "failed")
    assert accounts == 0
    assert len(server.seen) == requests + control
    (report,) = web.reports()
    assert report.requests == len(server.seen)
    if fault not in ("400", "404"):
        assert report.state != "ok"
        assert report.message


@pytest.mark.parametrize("ask", _ASK)
@pytest.mark.parametrize("fault", [fault for fault, (_, requests) in _FAULTS.items() if requests > 1])
def test_a_fault_that_passes(asks: Asks, serves: Serves, facts: Sequence[ServedPaper], fault: str, ask: str) -> None:
    server, paper = serves(facts[:1]), completed(facts[0])
    server.faults.add(_FAULTS[fault][0], times=2)
    state, accounts = _ASK[ask](asks(server), paper)
    assert (state, accounts) == ("ok", 1)
    assert len(server.seen) == _TRIES
    # The good reply is kept, the bad ones are not.
    assert _ASK[ask](asks(server), paper) == ("ok", 1)
    assert len(server.seen) == _TRIES


@pytest.mark.parametrize(
    "body",
    [
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE feed [<!ENTITY a "b">]><feed>&a;</feed>'.encode("utf-16"),
        '<?xml version="1.0" encoding="utf-16le"?><!DOCTYPE feed><feed/>'.encode("utf-16-le"),
        b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE feed+AD4-<feed/>',
        b"<!doctype feed><feed/>",
        b"<feed>&undeclared;</feed>",
        b"<feed>\xff</feed>",
        b"<feed>\x0b</feed>",
        b"<feed/><feed/>",
        b"<feed>&#0;</feed>",
        b"<feed " + b"".join(b'a%d="" ' % n for n in range(3)) + b'a1=""/>',
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_bodies_that_are_no_xml_of_ours(body: bytes) -> None:
    with pytest.raises(BadReply):
        parse_xml(body, "feed")


def test_comments_do_not_cut_text() -> None:
    element = parse_xml(b"<?pi?><feed><title>a<!-- b -->c<?pi?>d</title></feed>", "feed")
    assert element.findtext("title") == "acd"
