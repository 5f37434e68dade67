"""Waits between tries."""

from __future__ import annotations

from random import Random

import pytest

from litgraph.web.request import Reply
from litgraph.web.retry import full_jitter, retry_after

NOW = 1_800_000_000.0  # Fri, 15 Jan 2027 08:00:00 GMT


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ({}, 0),
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "nan"}, 0),
        ({"retry-after": "inf"}, 0),
        ({"retry-after": ""}, 0),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:30 GMT"}, 30),
        ({"retry-after": "Fri, 15 Jan 2027 09:00:30 +0100"}, 30),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:30 -0000"}, 30),
        ({"retry-after": "Fri, 15 Jan 2027 07:59:30 GMT"}, 0),
        ({"retry-after": "Fri, 15 Jan 99999 07:59:30 GMT"}, 0),
        ({"retry-after": "Mon, 01 Jan 2024 00:01:00 GMT", "date": "Mon, 01 Jan 2024 00:00:00 GMT"}, 60),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:30 GMT", "date": "garbage"}, 30),
    ],
)
def test_what_retry_after_asks_for(said: dict[str, str], wait: float) -> None:
    assert retry_after(Reply(status=429, body=b"", headers=said), NOW) == wait


def test_jitter_is_full_doubles_and_is_bounded() -> None:
    random = Random(7)
    for failures, most in ((1, 2.0), (2, 4.0), (5, 32.0), (6, 64.0), (9, 64.0), (10_000, 64.0)):
        waits = [full_jitter(2.0, failures, random) for _ in range(400)]
        assert 0 <= min(waits) < most * 0.05
        assert most * 0.95 < max(waits) <= most
