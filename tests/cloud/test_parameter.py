"""SSM parameters: their history is what was put, version by version."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique


def put(cloud: Sandbox, name: str, *values: str) -> None:
    """Put a parameter once for each value."""
    for value in values:
        cloud.client("ssm").put_parameter(Name=name, Value=value, Type="String", Overwrite=True)


def test_the_history_of_a_parameter_tells_every_version(cloud: Sandbox) -> None:
    """GetParameterHistory lists the values with their versions, oldest first."""
    name = f"/modelhost/live/{unique('endpoint')}"
    put(cloud, name, "one", "two", "three")
    history = cloud.client("ssm").get_parameter_history(Name=name)["Parameters"]
    assert [(one["Version"], one["Value"]) for one in history] == [(1, "one"), (2, "two"), (3, "three")]
    assert all(one["LastModifiedDate"] and one["Type"] == "String" for one in history)


def test_the_history_is_told_in_pages(cloud: Sandbox) -> None:
    """A paginator finds all versions."""
    name = f"/modelhost/live/{unique('endpoint')}"
    put(cloud, name, *[str(number) for number in range(7)])
    pages = (
        cloud.client("ssm").get_paginator("get_parameter_history").paginate(Name=name, PaginationConfig={"PageSize": 3})
    )
    assert [one["Value"] for page in pages for one in page["Parameters"]] == [str(number) for number in range(7)]


def test_a_version_is_labelled_and_read_by_its_label(cloud: Sandbox) -> None:
    """A label stands at one version and moves to another."""
    name, ssm = f"/modelhost/live/{unique('endpoint')}", cloud.client("ssm")
    put(cloud, name, "one", "two")
    ssm.label_parameter_version(Name=name, ParameterVersion=1, Labels=["good"])
    assert ssm.get_parameter(Name=f"{name}:good")["Parameter"]["Value"] == "one"
    ssm.label_parameter_version(Name=name, ParameterVersion=2, Labels=["good"])
    history = ssm.get_parameter_history(Name=name)["Parameters"]
    assert [one["Labels"] for one in history] == [[], ["good"]]


def test_a_parameter_that_is_gone_has_no_history(cloud: Sandbox) -> None:
    """The history goes with the parameter, and a new one begins at version 1."""
    name, ssm = f"/modelhost/live/{unique('endpoint')}", cloud.client("ssm")
    put(cloud, name, "one", "two")
    ssm.delete_parameter(Name=name)
    with pytest.raises(ClientError, match="ParameterNotFound"):
        ssm.get_parameter_history(Name=name)
    put(cloud, name, "three")
    assert [one["Version"] for one in ssm.get_parameter_history(Name=name)["Parameters"]] == [1]
