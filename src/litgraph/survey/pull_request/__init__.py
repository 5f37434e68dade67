"""The pull request: a proposal as commits on a branch, and what GitHub is told of it."""
