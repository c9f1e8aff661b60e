"""Parts of the benchmark of service time: measured runs, predictions, fits and rivals."""
