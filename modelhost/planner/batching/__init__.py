"""Continuous batching: how a server of language models shares its steps among requests."""
