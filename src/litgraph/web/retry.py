"""When to ask again: the wait after a failure, and what Retry-After asks for."""

from __future__ import annotations

import math
from datetime import UTC
from email.utils import parsedate_to_datetime
from random import Random

from litgraph.web.request import Reply

LONGEST_BACKOFF = 64.0  # seconds
LONGEST_RETRY_AFTER = 600.0  # seconds; a service that wants more is left alone for this run


def full_jitter(backoff: float, failures: int, random: Random) -> float:
    """Draw the wait after so many failures: anything up to `backoff`, doubled with each (Brooker 2015).

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    return random.uniform(0.0, min(LONGEST_BACKOFF, backoff * 2.0 ** min(failures - 1, 60)))


def retry_after(reply: Reply, now: float) -> float:
    """Read the wait that a reply asks for, in seconds; 0 if it asks for none, or for what cannot be read.

    A date is reckoned from the reply's own, since the two clocks may differ.
    """
    here = _date(reply.headers.get("date", "")) or now
    text = reply.headers.get("retry-after", "").strip()
    try:
        wait = float(text) if text or not _is_spent(reply) else float(reply.headers["x-ratelimit-reset"]) - here
    except (ValueError, KeyError):
        date = _date(text)
        wait = date - here if date else 0.0
    return wait if math.isfinite(wait) and wait > 0 else 0.0


def is_passing(reply: Reply) -> bool:
    """Tell whether a refusal is a limit on how often one may ask: GitHub answers 403 for that, too.

    https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
    """
    if reply.status == 403:
        return "retry-after" in reply.headers or _is_spent(reply) or b"secondary rate limit" in reply.body
    return reply.status == 429 or reply.status >= 500


def _is_spent(reply: Reply) -> bool:
    return reply.headers.get("x-ratelimit-remaining", "").strip() == "0"


def _date(text: str) -> float | None:
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
