"""The sandbox: a real engine against an embedded AWS, without an account."""
