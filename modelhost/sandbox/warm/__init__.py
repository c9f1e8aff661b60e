"""The warm host: it has imported what Python processes of the sandbox need, and forks one whenever one is asked for."""
