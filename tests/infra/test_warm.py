"""What is imported ahead is what the stack file needs."""

import sys

from infra.warm import ENDPOINTS, PLATFORM, import_services, services
from modelhost.spec.load import load
from tests.infra.conftest import environment


def wanted(**changes):
    """The classes that an environment needs for sure."""
    return services(load(environment(**changes), "us-west-2"))


def test_a_platform_without_endpoints_imports_no_endpoint_service():
    """A platform stack needs its own services only."""
    assert wanted(endpoints={}) == PLATFORM


def test_endpoints_on_another_platform_import_no_platform_service():
    """An endpoints stack needs no network, bucket or topic of its own."""
    assert wanted(platform={"stack": "organization/modelhost/base"}, notify=None) == ENDPOINTS


def test_each_named_class_exists():
    """A service or class that the SDK renames is noticed here, not in a silent thread."""
    import_services(PLATFORM + ENDPOINTS)
    assert {f"pulumi_aws.{path.split('.')[0]}" for path in PLATFORM + ENDPOINTS} <= set(sys.modules)
