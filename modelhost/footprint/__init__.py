"""What a model needs of a machine: disk, download time, start-up time."""
