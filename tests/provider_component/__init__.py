"""Inference components, played through the provider's resource against the embedded AWS."""
