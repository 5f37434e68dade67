"""`update` runs the stages one after the other, with real services on the one side and a proposal on the other."""

from __future__ import annotations

import json
from pathlib import Path

from litgraph import pipeline
from litgraph.api.opened import open_workspace
from litgraph.pipeline import Outcome
from tests.cli.conftest import Litgraph
from tests.encoders import HashEncoder
from tests.integration.services import LISTED, NEWER, Services, content_of, revision_of
from tests.servers import faults
from tests.unit.pipeline.readers import CapitalsExtractor


def update(workspace: Path) -> Outcome:
    """Update with an encoder and an extractor that cost nothing."""
    opened = open_workspace(workspace)
    with opened.fresh_record() as record, opened.sources(refresh=False) as sources:
        return pipeline.update(
            record,
            opened.workspace,
            opened.workspace.survey(),
            sources,
            HashEncoder(),
            CapitalsExtractor(),
            since=None,
            until=None,
            limit=None,
            refresh=False,
            progress=lambda *_: None,
        )


def test_update_is_its_stages(litgraph: Litgraph, services: Services, network: Path) -> None:
    run = litgraph("update", "-w", network, "--json")

    envelope = json.loads(run.stdout)
    assert (run.exit_code, envelope["schema"]) == (0, "litgraph/update.v1")
    stages, skipped = envelope["data"]["stages"], envelope["data"]["skipped"]
    assert {"ingest", "discover", "techniques", "classify", "propose"} <= set(stages)
    assert "techniques" not in skipped
    assert {"techniques", "mentions", "relations", "claims"} <= set(stages["techniques"])
    assert set(skipped).isdisjoint(stages)
    assert stages["ingest"]["resolved"] == len(LISTED)
    assert {one["paper"] for one in stages["discover"]["candidates"]} == set(NEWER)
    # Of what the survey cites two papers are not listed: candidates as well, though not new.
    assert set(NEWER) < {one["paper"] for one in stages["classify"]["assignments"]}
    assert len(stages["classify"]["assignments"]) == len(NEWER) + 2
    assert set(stages["propose"]) >= {"additions", "changes", "review", "diff"}
    assert states_in_update(stages) == {"arxiv": "ok", "s2": "ok", "arxiv-source": "ok", "arxiv-oai": "ok"}


def states_in_update(stages: dict[str, dict[str, list[dict[str, str]]]]) -> dict[str, str]:
    """Give the state of each source at the end."""
    return {one["name"]: one["state"] for one in stages["discover"]["sources"]}


def test_a_second_update_asks_for_what_is_new_alone(services: Services, network: Path) -> None:
    first = update(network)
    before = revision_of(network)
    services.recover()

    second = update(network)

    assert first.trouble is second.trouble is None
    assert second.value["stages"]["discover"]["candidates"] == []
    assert second.value["stages"]["techniques"] == first.value["stages"]["techniques"]
    assert second.value["stages"]["classify"] == first.value["stages"]["classify"]
    assert second.value["stages"]["propose"]["diff"] == first.value["stages"]["propose"]["diff"]
    assert {seen.path.rpartition("/")[2] for seen in services.s2.seen} <= {"citations", ""}
    assert revision_of(network) == before


def test_a_silent_source_stops_no_stage(services: Services, network: Path) -> None:
    services.s2.faults.add(faults.status(503))

    done = update(network)
    services.recover()
    again = update(network)

    assert done.trouble is not None
    assert done.trouble.exit_code == 5
    stages = done.value["stages"]
    assert stages["ingest"]["resolved"] == 6  # what arXiv knows
    assert {one["paper"] for one in stages["classify"]["assignments"]} == set(NEWER)
    assert stages["discover"]["since"] == again.value["stages"]["discover"]["since"]
    assert again.trouble is None
    assert {row[1] for row in content_of(network)["listings"]} == set(LISTED)


def test_update_shows_its_object_when_a_source_is_out_of_reach(
    litgraph: Litgraph, services: Services, network: Path
) -> None:
    services.arxiv.faults.add(faults.status(403))

    run = litgraph("update", "--since", "2026-01-01", "-w", network, "--json")

    assert run.exit_code == 4
    assert states_in_update(run.answer["stages"])["arxiv"] == "refused"
    assert "arxiv" in run.last_line
