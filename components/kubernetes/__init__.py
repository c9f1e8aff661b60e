"""Who decides the number of pods, and who gets the next request: what stands in a cluster, one object per file."""
