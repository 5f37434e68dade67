"""What every command shares: its options, its workspace, and the way it answers."""

from __future__ import annotations

import functools
import inspect
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from litgraph.errors import Interrupted

if TYPE_CHECKING:
    from litgraph.api import LitgraphWorkspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", metavar="DIR", help="The workspace, by default the nearest litgraph.toml upwards."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer with one JSON object on stdout.")]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Use cached replies and the record only.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Say more on stderr.")]
SurveyOption = Annotated[str | None, typer.Option("--survey", metavar="NAME", help="The survey, by default the first.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Answer from what was known on that day (YYYY[-MM[-DD]]).")
]
LimitOption = Annotated[int | None, typer.Option("--limit", min=0, metavar="N", help="At most N rows.")]
BackendOption = Annotated[
    str | None,
    typer.Option("--backend", metavar="embedded|neo4j", help="embedded or neo4j, by default from the settings."),
]
EncoderOption = Annotated[
    str | None,
    typer.Option("--encoder", metavar="NAME", help="minilm, fast, or a sentence-transformers model by path or name."),
]
PaperArgument = Annotated[str, typer.Argument(metavar="ID", help="An id, an arXiv URL, or a unique part of a title.")]

_COMMON = {"workspace": WorkspaceOption, "as_json": JsonOption, "offline": OfflineOption, "verbose": VerboseOption}
_DEFAULTS: dict[str, object] = {"workspace": None, "as_json": False, "offline": False, "verbose": False}

Body = TypeVar("Body", bound=Callable[..., None])


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The options that every command has, as they were given."""

    workspace: Path | None
    as_json: bool
    offline: bool
    verbose: bool

    def open(self, **flags: object) -> LitgraphWorkspace:
        """Open the workspace, with flags that outrank its settings."""
        from litgraph.api import open_workspace

        return open_workspace(self.workspace, offline=self.offline, flags=flags, progress=self.progress())

    def progress(self) -> Callable[[str, int, int], None]:
        """Give what reports progress on stderr."""
        from litgraph.cli.progress import reporter

        return reporter()


def command(app: typer.Typer, name: str | None = None) -> Callable[[Body], Body]:
    """Register a command whose first parameter is the `Session`; the common options are added to its own."""

    def register(body: Body) -> Body:
        app.command(name)(common_options(body))
        return body

    return register


def common_options(body: Callable[..., None]) -> Callable[..., None]:
    """Add the common options to those of a body whose first parameter is the `Session`."""
    own = list(inspect.signature(body, eval_str=True).parameters.values())[1:]
    keyword = inspect.Parameter.KEYWORD_ONLY
    common = [
        inspect.Parameter(name, keyword, default=_DEFAULTS[name], annotation=annotation)
        for name, annotation in _COMMON.items()
    ]

    @functools.wraps(body)
    def run(**options: Any) -> None:
        session = Session(**{name: options.pop(name) for name in _COMMON})
        logging.basicConfig(stream=sys.stderr, level=logging.INFO if session.verbose else logging.WARNING)
        try:
            body(session, **options)
        except KeyboardInterrupt:  # Typer would end without a word
            raise Interrupted("Interrupted. What was done is saved; run again to go on.") from None

    parameters = [p.replace(kind=keyword) for p in own] + common
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what Typer reads
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run
