"""litgraph as Python: `open_workspace` gives one object with what the commands use, under the same names."""

from __future__ import annotations

from litgraph.api.opened import LitgraphWorkspace, check_list, init_workspace, lint_list, open_workspace, parse_list

__all__ = ["LitgraphWorkspace", "check_list", "init_workspace", "lint_list", "open_workspace", "parse_list"]
