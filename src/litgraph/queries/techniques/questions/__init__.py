"""The questions that surveys of efficiency ask, answered with what papers say: technique, claim, sentence, paper.

Nothing of one survey is built in: papers and headings are found by the words that the field uses for these matters.
"""
