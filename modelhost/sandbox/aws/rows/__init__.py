"""One file of rows per AWS service."""
