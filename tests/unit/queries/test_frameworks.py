"""Systems by what they can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litgraph.errors import InputError
from litgraph.model.framework import System
from litgraph.model.technique import technique_id
from litgraph.queries.answer import Scope
from litgraph.queries.frameworks import frameworks
from tests.unit.queries.drawn import draw

ALL = Scope(survey="drawn", limit=None)
GRAPH = replace(
    draw("a"),
    tools=(
        System(technique=technique_id("Both"), name="Both", capabilities=("Serving", "Training")),
        System(technique=technique_id("None"), name="None"),
        System(technique=technique_id("Serves"), name="Serves", url="https://s.org", capabilities=("Serving",)),
    ),
)


def test_every_system_is_listed_where_nothing_is_asked_for() -> None:
    answer = frameworks(GRAPH, ALL)

    assert [row["title"] for row in answer.rows] == ["Both", "None", "Serves"]
    assert answer.rows[2] == {
        "technique": "technique:serves",
        "title": "Serves",
        "url": "https://s.org",
        "capabilities": ["Serving"],
    }


def test_the_answer_spells_capabilities_as_the_list_does() -> None:
    answer = frameworks(GRAPH, ALL, capabilities=["training", "SERVING", "Serving"])

    assert [row["title"] for row in answer.rows] == ["Both"]
    assert answer.parameters["capabilities"] == ["Serving", "Training"]


def test_a_limit_leaves_the_last_ones_out() -> None:
    answer = frameworks(GRAPH, Scope(survey="drawn", limit=1))

    assert len(answer.rows) == 1
    assert answer.truncated


def test_a_list_without_such_a_table_says_so() -> None:
    assert frameworks(draw("a"), ALL).warnings == ("no table of frameworks is known of the list of drawn",)
    with pytest.raises(InputError, match=r"Unknown capability 'x' of the frameworks of drawn\.$"):
        frameworks(draw("a"), ALL, capabilities=["x"])
