"""What stands, as people and as scripts see it."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import STACK_FILE, Modelhost
from tests.cloud.embedded import Sandbox, unique


@pytest.fixture
def environment(logged_in: Sandbox, project) -> str:
    """An environment that no other test uses, with its endpoint in service and scaled."""
    name = unique("env")
    (project / "Pulumi.dev.yaml").write_text(STACK_FILE.format(environment=name))
    endpoint, client = f"{name}-digits", logged_in.client("sagemaker")
    configuration = logged_in.configuration(InitialInstanceCount=2)
    client.create_endpoint(EndpointName=endpoint, EndpointConfigName=configuration)
    logged_in.settled(endpoint)
    logged_in.register(endpoint)
    return name


def test_an_absent_endpoint_needs_attention(logged_in: Sandbox, project, modelhost: Modelhost):
    """Before the first up nothing is there, and that is no error."""
    shown = modelhost("show", "--json")
    assert shown.exit_code == 0
    document = json.loads(shown.stdout)
    assert document["endpoints"][0]["endpoint"]["status"] == "absent"
    assert "digits is not there; run pulumi up" in document["attention"]


def test_the_screen_names_what_stands(environment: str, modelhost: Modelhost):
    """Status, machine, count, strategy, schedule, money."""
    screen = modelhost("show").stdout
    for word in ("InService", "ml.m7i.large", "auto", "1 to 6", "weekdays 08:00 Europe/Berlin", "floor", "ceiling"):
        assert word in screen


def test_json_holds_the_next_three_firings(environment: str, modelhost: Modelhost):
    """Each with its offset, so that nobody has to know the zone."""
    document = json.loads(modelhost("show", "--json").stdout)
    firings = document["endpoints"][0]["schedule"][0]["next"]
    assert [len(firings), all(firing.endswith(("+01:00", "+02:00")) for firing in firings)] == [3, True]


def test_a_schedule_that_aws_does_not_hold_needs_attention(environment: str, modelhost: Modelhost):
    """The stack file alone scales nothing."""
    document = json.loads(modelhost("show", "--json").stdout)
    assert any("AWS does not hold weekdays 08:00" in line for line in document["attention"])


def test_json_goes_to_standard_output_alone(environment: str, modelhost: Modelhost):
    """Progress is on standard error."""
    assert modelhost("show", "--json").stdout.startswith("{")
