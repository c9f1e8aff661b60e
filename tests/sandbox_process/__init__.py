"""The sandbox as processes and files: no engine, no cloud."""
