"""The systems that the tables of a list name, by what they can do."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.framework import capability_id
from litgraph.queries.answer import Answer, Scope, said


def frameworks(backend: GraphBackend, scope: Scope, *, capabilities: Sequence[str] = ()) -> Answer:
    """List the systems that have all of these capabilities, with all that each has, by id."""
    systems = backend.systems(scope.survey, as_of=scope.as_of)
    known = {capability_id(name): name for system in systems for name in system.capabilities}
    wanted = {_find(known, text, scope) for text in capabilities}
    found = [system for system in systems if wanted <= set(map(capability_id, system.capabilities))]
    rows = (
        {
            "technique": system.technique,
            "title": system.name,
            "url": system.url,
            "capabilities": list(system.capabilities),
        }
        for system in found[: scope.limit]
    )
    return Answer(
        query="frameworks",
        parameters={"capabilities": [known[key] for key in sorted(wanted)], **said(scope)},
        backend=backend.name,
        rows=tuple(rows),
        truncated=scope.limit is not None and len(found) > scope.limit,
        warnings=() if systems else (f"no table of frameworks is known of the list of {scope.survey}",),
    )


def _find(known: dict[str, str], text: str, scope: Scope) -> str:
    """Find the capability that `text` names, without regard to case; say what is nearest."""
    key = capability_id(text)
    if key in known:
        return key
    spelled = {name.casefold(): name for name in known.values()}
    close = get_close_matches(text.casefold(), spelled, n=1, cutoff=0.4)
    nearest = f" Did you mean {spelled[close[0]]!r}?" if close else ""
    raise InputError(f"Unknown capability {text!r} of the frameworks of {scope.survey}.{nearest}")
