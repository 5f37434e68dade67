"""How each service stands in this run, and whether it is still asked."""

from __future__ import annotations

from dataclasses import dataclass

from litgraph.web.request import Deferred, KeyRejected

_BAD_REPLIES_IN_A_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """How a service did in this run; `requests` counts those sent, `message` is the last trouble."""

    name: str
    state: str  # ok, degraded, unreachable or refused
    requests: int
    message: str = ""
    offline_misses: int = 0


class Standing:
    """One service's breaker and counts; a class since it holds a limit: what failed for good is asked no more."""

    def __init__(self, name: str) -> None:
        """Begin in good standing."""
        self.name = name
        self.requests = 0
        self._state = "ok"
        self._message = ""
        self._retries = 0
        self._bad_in_a_row = 0
        self._offline_misses = 0

    def check(self) -> None:
        """Let pass, or say why the service is asked nothing more."""
        if self._state == "refused":
            raise KeyRejected(f"not asked again: {self._message}")
        if self._state == "unreachable":
            raise Deferred(f"not asked: {self._message}")

    def retried(self) -> None:
        """Count a retry."""
        self._retries += 1

    def answered(self) -> None:
        """Note an answer, be it that there is no such thing."""
        self._bad_in_a_row = 0

    def missed(self) -> None:
        """Count a question that an offline run has no reply to."""
        self._offline_misses += 1

    def refuse(self, message: str) -> None:
        """Note that the service refuses us."""
        self._state, self._message = "refused", message

    def lose(self, message: str) -> None:
        """Note that the service is out of reach."""
        self._state, self._message = "unreachable", message

    def fail(self, message: str, *, bad: bool) -> None:
        """Note that a question failed for good: bad content degrades a service, all else puts it out of reach."""
        self._bad_in_a_row = self._bad_in_a_row + 1 if bad else 0
        degraded = bad and self._bad_in_a_row < _BAD_REPLIES_IN_A_ROW
        self._state, self._message = "degraded" if degraded else "unreachable", message

    def report(self) -> SourceReport:
        """Give the standing as it is now."""
        state, message = self._state, self._message
        if not message and self._offline_misses:
            are = "1 question is" if self._offline_misses == 1 else f"{self._offline_misses} questions are"
            state, message = "degraded", f"offline: {are} not in the reply cache"
        elif not message and self._retries:
            message = "1 retry" if self._retries == 1 else f"{self._retries} retries"
        return SourceReport(
            name=self.name,
            state=state,
            requests=self.requests,
            message=message,
            offline_misses=self._offline_misses,
        )
