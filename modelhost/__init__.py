"""modelhost: one stack file hosts machine-learning models on AWS."""
