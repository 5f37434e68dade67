"""Where addresses lead, and how they are told."""

from __future__ import annotations

import pytest

from litgraph.web.addresses import is_loopback, pace_at, place, told, whole
from litgraph.web.request import Request


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://127.8.9.1:80", "https://localhost:1/a", "http://[::1]:8/"]
)
def test_what_leads_to_this_machine(url: str) -> None:
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    ["http://arxiv.org", "http://localhost.evil/", "http://127.0.0.1@evil/", "http://0.0.0.0/", "", "http://[::1"],
)
def test_what_leads_elsewhere_or_nowhere(url: str) -> None:
    assert not is_loopback(url)


def test_the_place_of_an_address_has_a_port_and_no_capitals() -> None:
    assert place("https://Export.arXiv.org/api") == ("export.arxiv.org", 443)
    assert place("http://h:8080") == ("h", 8080)
    for url in ("ftp://h/", "h/path", "", "http://", "http://h:99999/"):
        with pytest.raises(ValueError):
            place(url)


def test_an_address_is_told_without_what_is_nobodys_business() -> None:
    assert told("https://me:secret@h:8/a?key=1#f") == "https://h:8/a"


def test_the_query_is_encoded_behind_the_one_that_is_there() -> None:
    question = Request(url="http://h/a?b=1#f", query=(("c", "x y&z"), ("d", "1,2:[3]")))
    assert whole(question) == "http://h/a?b=1&c=x+y%26z&d=1,2:%5B3%5D"


def test_each_port_of_this_machine_has_a_pace_of_its_own() -> None:
    assert pace_at("s2", "https://api.semanticscholar.org") == "s2"
    assert pace_at("s2", "http://127.0.0.1:8001/") == "s2-127.0.0.1:8001"
