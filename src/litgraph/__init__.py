"""litgraph keeps a literature survey alive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from litgraph.api import open_workspace

__version__ = "0.1.0"
__all__ = ["__version__", "open_workspace"]


def __getattr__(name: str) -> Any:
    """Reach `open_workspace` lazily, so that `import litgraph` stays light."""
    if name == "open_workspace":
        from litgraph.api import open_workspace

        return open_workspace
    raise AttributeError(f"module 'litgraph' has no attribute {name!r}")
