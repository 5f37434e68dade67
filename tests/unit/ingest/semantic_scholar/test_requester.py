"""The package's coroutines, run by hand: what it raises is a failure with a reason."""

from __future__ import annotations

import asyncio

import pytest
from semanticscholar.SemanticScholarException import (
    BadQueryParametersException,
    GatewayTimeoutException,
    InternalServerErrorException,
    NoMorePagesException,
    ObjectNotFoundException,
)

from litgraph.ingest.semantic_scholar.requester import answer_of
from litgraph.web.request import Failed, NotFound

RAISED = (
    BadQueryParametersException("x"),
    GatewayTimeoutException("x"),
    InternalServerErrorException("x"),
    NoMorePagesException("x"),
    ObjectNotFoundException("x"),
    IndexError("list index out of range"),
    KeyError("recommendedPapers"),
    TypeError("'NoneType' object is not iterable"),
    ValueError("time data 'soon' does not match format"),
    AttributeError("'NoneType' object has no attribute 'lower'"),
)


@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_what_the_package_raises_is_a_failure(error: Exception) -> None:
    async def asking() -> None:
        raise error

    with pytest.raises(Failed, match="semanticscholar package cannot read the reply") as failed:
        answer_of(asking())
    assert failed.value.__cause__ is error


def test_what_the_transport_raises_goes_through_it() -> None:
    async def asking() -> None:
        raise NotFound("no title matches")

    with pytest.raises(NotFound):
        answer_of(asking())


def test_a_coroutine_that_would_wait_fails() -> None:
    with pytest.raises(Failed, match="waits"):
        answer_of(asyncio.sleep(0))


def test_an_answer_is_given() -> None:
    async def asking() -> int:
        return 7

    assert answer_of(asking()) == 7
