"""The request-level simulator: a fleet of replicas, request by request; a reference and a fast path that agree."""
