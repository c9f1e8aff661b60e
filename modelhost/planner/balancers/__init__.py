"""Which replica gets the next request, one rule per file."""
