"""The per-interval model: against closed forms, and against the request-level simulator."""
