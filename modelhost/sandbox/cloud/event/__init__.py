"""EventBridge: rules on the account's own bus that start targets when an event of the sandbox matches."""
