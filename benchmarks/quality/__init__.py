"""How good plans are: scenarios, the two protocols, and the scoring."""
