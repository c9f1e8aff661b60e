"""Who decides the number of instances, one way per file."""
