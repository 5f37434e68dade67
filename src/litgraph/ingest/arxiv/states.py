"""What becomes of a question that was not answered."""

from __future__ import annotations

from litgraph.web.request import NoAnswer, NotFound


def state_of(error: NoAnswer) -> str:
    """Give the state of what an endpoint was asked; one that is not there says nothing of papers."""
    return "failed" if isinstance(error, NotFound) else error.state
