"""How long one replica takes to answer, and how many requests it bears."""
