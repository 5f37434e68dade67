"""From the readings of all papers to techniques: which spellings are one, which name is several, what is a variant."""
