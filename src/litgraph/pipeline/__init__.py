"""The stages, one function each: values in, the record written, an answer out. Each can run again alone."""

from litgraph.pipeline.classifying import classify, embedder, explain, text_vectors
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.proposing import apply, decide, decision_shape, decisions, propose
from litgraph.pipeline.reading import is_read, read_survey, read_survey_decisions, take_files
from litgraph.pipeline.showing import count_papers, export, status

__all__ = [
    "Outcome",
    "Progress",
    "apply",
    "classify",
    "count_papers",
    "decide",
    "decision_shape",
    "decisions",
    "embedder",
    "explain",
    "export",
    "is_read",
    "propose",
    "read_survey",
    "read_survey_decisions",
    "status",
    "take_files",
    "text_vectors",
]
