"""The state machine that changes the size of a live endpoint, or lets it sleep: one part of its definition per file."""
