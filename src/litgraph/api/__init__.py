"""litgraph as Python: `open_workspace` gives one object with what the commands use, under the same names."""

from __future__ import annotations

from litgraph.api.alone import check_list, evaluate_techniques, lint_list, parse_list
from litgraph.api.made import init_workspace
from litgraph.api.opened import LitgraphWorkspace, open_workspace

__all__ = [
    "LitgraphWorkspace",
    "check_list",
    "evaluate_techniques",
    "init_workspace",
    "lint_list",
    "open_workspace",
    "parse_list",
]
