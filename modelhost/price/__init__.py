"""What a resource costs, line by line, in US dollars per month of 730 hours."""
