"""The grammar of a survey's Markdown list: parse, house style, render, edit by span, git history."""
