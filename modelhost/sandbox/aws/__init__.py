"""The sandbox's stand-in for the official aws provider: the same types, served from a table of rows."""
