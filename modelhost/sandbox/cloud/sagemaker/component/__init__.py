"""Inference components: models placed as copies on the instances of an endpoint, with SageMaker's refusals."""
