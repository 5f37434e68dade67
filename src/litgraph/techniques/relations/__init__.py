"""How the techniques of a text relate, as its sentences say."""
