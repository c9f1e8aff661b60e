"""The words for what scales and spreads on Kubernetes; components take them, no stack file does yet."""
