"""What sets one kind of endpoint apart from the others: a file per kind, and a line in `table`."""
