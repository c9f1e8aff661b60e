"""The places where a sweep's questions are answered."""
