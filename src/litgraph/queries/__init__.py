"""Questions of the graph: one file a family, each written once over the backend's batch primitives."""
