"""Application Auto Scaling for SageMaker variants: targets, policies, scheduled actions, and their refusals."""
