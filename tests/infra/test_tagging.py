"""Everything carries the environment's tags, and what belongs to an endpoint carries its name."""

from infra.tagging import default_tags
from modelhost.spec.environment import EnvironmentSpec
from tests.infra.conftest import environment

ENVIRONMENT = {"environment": "dev", "owner": "ml-platform", "cost-centre": "research", "service": "modelhost"}


def test_the_aws_provider_tags_everything_of_the_environment(run):
    """Owner, environment, cost centre and service, and the stack file's own tags."""
    provider = run(tags={"team": "vision"}).one("pulumi:providers:aws")
    assert "vision" in str(provider["defaultTags"])
    for key, value in ENVIRONMENT.items():
        assert key in str(provider["defaultTags"])
        assert value in str(provider["defaultTags"])


def test_our_own_resources_get_the_same_tags(run):
    """The provider `modelhost` has no default tags, so the transform writes them."""
    found = run(tags={"team": "vision"})
    for token in ("Model", "EndpointConfiguration", "Endpoint"):
        tags = found.one(f"modelhost:index:{token}")["tags"]
        assert tags == {**ENVIRONMENT, "team": "vision", "endpoint": "digits"}


def test_aws_resources_of_an_endpoint_name_it(run):
    """Role, log group, artifact, alarms and target carry the endpoint; the provider adds the rest."""
    found = run()
    tagged = [*found.of("LogGroup"), *found.of("MetricAlarm"), *found.of("BucketObjectv2"), *found.of("Role")]
    tags = {each.name: each.inputs.get("tags") for each in tagged if each.name.startswith("dev-digits")}
    assert len(tags) > 10
    assert all(each == {"endpoint": "digits"} for each in tags.values())


def test_what_all_endpoints_share_names_none(run):
    """The network belongs to the environment."""
    assert "endpoint" not in run().one("Vpc")["tags"]


def test_components_and_untaggable_resources_are_left_alone(run):
    """A tag where there is no such property would be refused."""
    found = run()
    assert all("tags" not in each.inputs for each in found.of("RolePolicy") + found.of("Policy"))


def test_the_environments_own_tags_win():
    """No tag of the stack file can hide whose environment it is."""
    spec = EnvironmentSpec.model_construct(**{**environment(), "tags": {"owner": "someone else"}})
    assert default_tags(spec)["owner"] == "ml-platform"
