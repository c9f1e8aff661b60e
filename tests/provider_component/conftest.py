"""An embedded AWS for each test worker, and a stage on which a component is played."""

from collections.abc import Iterator

import pytest

from modelhost.provider.cloud import Cloud
from tests.provider_component.stage import Stage
from tests.provider_sagemaker.conftest import EmbeddedAws, clear, cloud, embedded_aws

__all__ = ["cloud", "embedded_aws"]


@pytest.fixture
def stage(embedded_aws: EmbeddedAws, cloud: Cloud, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """An endpoint for components, named after the test, with nothing on it yet."""
    yield Stage.of(cloud, request.node.name)
    embedded_aws.control("DELETE", "faults")
    clear(cloud)
