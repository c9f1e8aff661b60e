"""What the provider keeps in SSM beside the record of an update: what is live, and what sleeps."""
