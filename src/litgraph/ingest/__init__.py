"""The world → papers: what files say of papers and of who cites whom."""
