"""Questions on techniques: one file each. Rows spell techniques by name, and hold the sentence that says so."""
