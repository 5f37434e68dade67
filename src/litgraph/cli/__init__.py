"""The command line: parse options, make one call, show the answer."""
