"""The source of a paper."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from litgraph.model.identifiers import PaperId
from litgraph.web.request import Deferred, Failed, NotFound
from tests.servers.faults import HTML, html_page, rate_exceeded, saying
from tests.servers.records import ServedPaper
from tests.servers.scripted import scripted
from tests.unit.ingest.arxiv.conftest import Asks, Serves

_PAPER = ServedPaper(id=PaperId("arxiv:2312.03863"), title="A survey")
_OLD = ServedPaper(id=PaperId("arxiv:hep-th/9901001"), title="An old paper")


def _tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("main.tex"), io.BytesIO())
    return packed.getvalue()


_BODIES = [
    gzip.compress(_tar()),
    _tar(),
    gzip.compress(b"\\documentclass{article}"),
    b"% plain\n\\magnification=1200 \\bye",
]


@pytest.mark.parametrize("body", _BODIES)
def test_the_body_comes_as_it_is(asks: Asks, serves: Serves, body: bytes) -> None:
    server = serves([_PAPER], sources={"2312.03863": body})
    assert asks(server).fetch_source(_PAPER.id) == body
    assert asks(server).fetch_source(_PAPER.id) == body
    assert server.paths() == ["/src/2312.03863"]


def test_an_old_id_keeps_its_slash(asks: Asks, serves: Serves) -> None:
    server = serves([_OLD], sources={"hep-th/9901001": _BODIES[0]})
    assert asks(server).fetch_source(_OLD.id) == _BODIES[0]


def test_a_paper_of_pdf_alone_has_no_source(asks: Asks, serves: Serves) -> None:
    server = serves([_PAPER])
    for _ in range(2):
        with pytest.raises(NotFound, match="submitted as PDF"):
            asks(server).fetch_source(_PAPER.id)
    assert len(server.seen) == 1


def test_an_unknown_paper_has_no_source(asks: Asks, serves: Serves) -> None:
    with pytest.raises(NotFound, match="HTTP 404"):
        asks(serves([])).fetch_source(_PAPER.id)


@pytest.mark.parametrize(
    "body", [HTML, b"", b"  ", b'{"error": 1}', b"words alone", b"\x89PNG\r\n\x1a\n\0\\", b"<?xml?>"]
)
def test_what_is_no_source_is_a_failure(asks: Asks, serves: Serves, body: bytes) -> None:
    server = serves([_PAPER])
    server.faults.add(saying(body, "application/gzip"))
    with pytest.raises(Failed, match="neither an archive nor TeX"):
        asks(server).fetch_source(_PAPER.id)
    assert len(server.seen) == 3


def test_busy_is_out_of_reach(asks: Asks, serves: Serves) -> None:
    server = serves([_PAPER])
    server.faults.add(rate_exceeded)
    source = asks(server)
    with pytest.raises(Failed):
        source.fetch_source(_PAPER.id)
    with pytest.raises(Deferred):
        source.fetch_source(_OLD.id)


def test_a_sound_source_after_a_page_of_html(asks: Asks, serves: Serves) -> None:
    server = serves([_PAPER], sources={"2312.03863": _BODIES[0]})
    server.faults.add(html_page, times=2)
    assert asks(server).fetch_source(_PAPER.id) == _BODIES[0]


def test_an_address_without_a_slash_gets_one(asks: Asks) -> None:
    with scripted({"/src/2312.03863": _BODIES[0]}) as server:
        assert asks(server).fetch_source(_PAPER.id) == _BODIES[0]
