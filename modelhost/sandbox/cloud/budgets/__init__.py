"""AWS Budgets: budgets with their filters, notifications, subscribers and tags."""
