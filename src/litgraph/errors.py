"""The run's troubles: each says what failed, on what, and what to do, and knows its exit code."""

from __future__ import annotations

from typing import ClassVar


class LitgraphError(Exception):
    """Stop the run with one line on stderr; `transient` ones may succeed when run again."""

    exit_code: ClassVar[int] = 1
    transient: ClassVar[bool] = False


class InputError(LitgraphError):
    """Refuse a bad configuration or input."""

    exit_code = 3


class UnknownPaper(InputError):
    """Name a paper that the record lacks, with the nearest that it has."""


class AmbiguousPaper(InputError):
    """Name a piece of text that fits several papers, with the candidates."""


class KeyRefused(LitgraphError):
    """Report a key, token or password that a service refused."""

    exit_code = 4


class Interrupted(LitgraphError):
    """Report that a person stopped the run; the state is saved."""

    exit_code = 130


class OutOfReach(LitgraphError):
    """Report a source, server, lock or disk that stands in the way; the state is saved."""

    exit_code = 5
    transient = True
