"""The per-interval model: thousands of policies screened in seconds, from ten seconds to ten seconds."""
