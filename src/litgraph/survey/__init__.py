"""What litgraph does for a survey's list: proposals, their application, and the decisions of people."""
