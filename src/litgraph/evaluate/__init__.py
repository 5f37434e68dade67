"""The past replayed: what litgraph would have done with a list, against what people did next."""
