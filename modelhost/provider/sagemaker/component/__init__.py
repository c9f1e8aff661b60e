"""Inference components: one model on a share of an endpoint's machines, with copies of its own."""

from modelhost.provider.sagemaker.component.inference_component import InferenceComponent

__all__ = ["InferenceComponent"]
