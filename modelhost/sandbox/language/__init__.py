"""The sandbox's language host: what the engine asks to run Python programs and source plugins."""
