"""Tests of the SageMaker resources of the provider."""
