"""The stages, one function each: values in, the record written, an answer out. Each can run again alone."""

from litgraph.pipeline.automating import plan_workflows, write_workflows
from litgraph.pipeline.checking import check, check_alone
from litgraph.pipeline.classifying import ask, classify, explain
from litgraph.pipeline.digesting import check_digest, draw_history, new_papers, write_digest
from litgraph.pipeline.discovering import discover
from litgraph.pipeline.emerging import find_emerging, trace_clusters
from litgraph.pipeline.ingesting import ingest
from litgraph.pipeline.likening import likeness
from litgraph.pipeline.linting import lint_content, lint_survey
from litgraph.pipeline.mining import mine
from litgraph.pipeline.mirroring import clear_graph, export_import, push_graph
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.proposing import apply, decide, decision_shape, decisions, propose
from litgraph.pipeline.publishing import publish
from litgraph.pipeline.reading import is_read, read_survey, read_survey_decisions, take_files, what_is_empty
from litgraph.pipeline.showing import count_papers, export, status
from litgraph.pipeline.spelling_techniques import (
    decide_technique,
    explain_technique,
    read_decided_techniques,
    technique_decisions,
)
from litgraph.pipeline.teaching import embedder, fast_embedder
from litgraph.pipeline.updating import update

__all__ = [
    "Outcome",
    "Progress",
    "apply",
    "ask",
    "check",
    "check_alone",
    "classify",
    "clear_graph",
    "count_papers",
    "decide",
    "decide_technique",
    "decision_shape",
    "decisions",
    "discover",
    "embedder",
    "fast_embedder",
    "explain",
    "explain_technique",
    "export",
    "export_import",
    "find_emerging",
    "trace_clusters",
    "check_digest",
    "draw_history",
    "new_papers",
    "write_digest",
    "ingest",
    "is_read",
    "likeness",
    "lint_content",
    "lint_survey",
    "mine",
    "plan_workflows",
    "propose",
    "publish",
    "push_graph",
    "read_decided_techniques",
    "read_survey",
    "read_survey_decisions",
    "status",
    "take_files",
    "technique_decisions",
    "update",
    "what_is_empty",
    "write_workflows",
]
