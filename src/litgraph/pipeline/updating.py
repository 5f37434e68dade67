"""Update: the stages that keep a survey current, one after the other; what a scheduled run does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litgraph.ingest.sources import Sources
from litgraph.model.survey import Survey
from litgraph.pipeline.classifying import classify
from litgraph.pipeline.discovering import discover
from litgraph.pipeline.emerging import find_emerging
from litgraph.pipeline.ingesting import ingest
from litgraph.pipeline.mining import mine
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.proposing import propose
from litgraph.pipeline.spelling_techniques import read_decided_techniques
from litgraph.store.record import Record
from litgraph.survey.proposal import shape
from litgraph.workspace import Workspace

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder
    from litgraph.techniques.extractor import Extractor
_SHOWN = 20  # papers of an emerging cluster that a run tells of; `litgraph query cluster` lists all


def update(
    record: Record,
    workspace: Workspace,
    survey: Survey,
    sources: Sources,
    encoder: Encoder,
    extractor: Extractor,
    *,
    since: str | None,
    until: str | None,
    limit: int | None,
    refresh: bool,
    progress: Progress,
) -> Outcome:
    """Take one stage after the other, ingest to propose; where a source is silent, go on with what is known."""
    ingested = ingest(record, survey, sources, refresh=refresh, progress=progress)
    discovered = discover(
        record, survey, sources, encoder, since=since, until=until, lists=(), refresh=refresh, progress=progress
    )
    read_decided_techniques(record, workspace)
    mined = mine(record, extractor, progress=progress)
    classified = classify(record, survey, encoder, progress=progress)
    found = find_emerging(record, survey, encoder, as_of=None, limit=None, folder=workspace.clusters, progress=progress)
    clusters = [{**one, "papers": one["papers"][:_SHOWN]} for one in found.value["clusters"] if one["emerging"]]
    stages = {
        "ingest": ingested.value,
        "discover": discovered.value,
        "techniques": mined.value,
        "classify": classified.value,
        "emerging": {**found.value, "clusters": clusters},
        "propose": shape(propose(record, workspace, survey, limit=limit)),
    }
    warnings = (*ingested.warnings, *discovered.warnings, *mined.warnings, *classified.warnings, *found.warnings)
    trouble = discovered.trouble or ingested.trouble or mined.trouble
    return Outcome(value={"stages": stages, "skipped": []}, warnings=warnings, trouble=trouble)
