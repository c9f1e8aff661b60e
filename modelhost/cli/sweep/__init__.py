"""`modelhost sweep`: many plans at once, here, over processes, or on a Ray cluster."""
