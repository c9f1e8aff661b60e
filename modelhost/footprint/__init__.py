"""What a model needs of a machine: memory for weights, cache and server, disk, download time, start-up time."""
