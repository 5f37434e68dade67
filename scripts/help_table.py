"""Write every command of litgraph, with its own options, as a Markdown table: the README's is made of this."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer.main

from litgraph.cli.app import app

# On every command; the README says so once.
_COMMON = {"workspace", "as_json", "offline", "verbose", "help"}


def help_table() -> str:
    """Give the table."""
    rows = [f"| `{line}` | {text} |" for line, text in _commands(typer.main.get_command(app), "litgraph")]
    return "\n".join(("| command | does |", "| --- | --- |", *rows))


def _commands(command: Any, name: str) -> Iterator[tuple[str, str]]:
    nested = getattr(command, "commands", None)
    if nested is None:
        yield " ".join((name, *_parameters(command))).replace("|", "\\|"), command.help.split("\n")[0]
        return
    if command.invoke_without_command and command.params:
        yield " ".join((name, *_parameters(command))).replace("|", "\\|"), command.help.split("\n")[0]
    for word, each in nested.items():
        yield from _commands(each, f"{name} {word}")


def _parameters(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.name in _COMMON:
            continue
        if parameter.param_type_name == "argument":
            yield parameter.metavar or parameter.name.upper()
        else:
            yield _option(parameter)


def _option(parameter: Any) -> str:
    flag = max(parameter.opts, key=len)
    value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return f"{flag}{value}" if parameter.required else f"[{flag}{value}]"
