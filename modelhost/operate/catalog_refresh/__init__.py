"""Reads one region's machine types, prices and offers from AWS into the user's own catalogue."""
