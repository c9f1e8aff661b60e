"""`modelhost plan`."""
