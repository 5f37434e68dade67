"""The graph's schema: node labels, edge types, and which label an edge leads from and to."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from types import MappingProxyType

from litgraph.model.taxonomy import CategoryId
from litgraph.model.technique import RelationType


class Label(StrEnum):
    """What a node is."""

    PAPER = "Paper"
    CATEGORY = "Category"
    AUTHOR = "Author"
    VENUE = "Venue"
    SURVEY = "Survey"
    TECHNIQUE = "Technique"
    CLAIM = "Claim"
    CAPABILITY = "Capability"


class Edge(StrEnum):
    """What an edge says."""

    CITES = "CITES"
    IN_CATEGORY = "IN_CATEGORY"
    CHILD_OF = "CHILD_OF"
    LISTS = "LISTS"
    AUTHORED_BY = "AUTHORED_BY"
    PUBLISHED_IN = "PUBLISHED_IN"
    HAS_CAPABILITY = "HAS_CAPABILITY"
    VARIANT_OF = "VARIANT_OF"
    MENTIONS = "MENTIONS"
    INTRODUCES = "INTRODUCES"
    EXTENDS = "EXTENDS"
    USES = "USES"
    COMBINES = "COMBINES"
    COMPARES_WITH = "COMPARES_WITH"
    OUTPERFORMS = "OUTPERFORMS"
    EVALUATED_ON = "EVALUATED_ON"
    REPORTS = "REPORTS"
    ABOUT = "ABOUT"


# What papers say of two techniques, an edge a witness.
WITNESSED = tuple(Edge(kind.value) for kind in RelationType)

# A witness whose paper gives its own contribution no name leads from the paper instead.
ENDS = MappingProxyType(
    {
        Edge.CITES: (Label.PAPER, Label.PAPER),
        Edge.IN_CATEGORY: (Label.PAPER, Label.CATEGORY),
        Edge.CHILD_OF: (Label.CATEGORY, Label.CATEGORY),
        Edge.LISTS: (Label.SURVEY, Label.PAPER),
        Edge.AUTHORED_BY: (Label.PAPER, Label.AUTHOR),
        Edge.PUBLISHED_IN: (Label.PAPER, Label.VENUE),
        Edge.HAS_CAPABILITY: (Label.TECHNIQUE, Label.CAPABILITY),
        Edge.VARIANT_OF: (Label.TECHNIQUE, Label.TECHNIQUE),
        Edge.MENTIONS: (Label.PAPER, Label.TECHNIQUE),
        Edge.INTRODUCES: (Label.PAPER, Label.TECHNIQUE),
        **dict.fromkeys(WITNESSED, (Label.TECHNIQUE, Label.TECHNIQUE)),
        Edge.REPORTS: (Label.PAPER, Label.CLAIM),
        Edge.ABOUT: (Label.CLAIM, Label.TECHNIQUE),
    }
)

_LONGEST_NAME = 200  # characters; a server's unique index refuses keys of some thousand bytes


def author_id(name: str) -> str:
    """Name the node of an author: one for each way of writing a name."""
    return f"author:{_short(name)}"


def venue_id(name: str) -> str:
    """Name the node of a venue."""
    return f"venue:{_short(name)}"


def survey_id(name: str) -> str:
    """Name the node of a survey."""
    return f"survey:{_short(name)}"


def category_node_id(survey: str, category: CategoryId) -> str:
    """Name the node of a category, whose own id counts within its survey only."""
    return f"category:{_short(survey)}/{category}"


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_NAME else hashlib.sha256(name.encode()).hexdigest()
