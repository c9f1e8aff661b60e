"""Translation between the program's words and the API's."""

from modelhost.provider.sagemaker.ownership import tag_changes, urn_tag, user_tags
from modelhost.provider.sagemaker.request import (
    CONFIGURATION,
    MODEL,
    configuration_request,
    model_request,
    properties,
    property_path,
)
from modelhost.provider.sagemaker.scaling_request import action_request, register_request

SCOPE = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/e/variant/v",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}


def test_model_keeps_the_names_of_environment_variables() -> None:
    """Keys of the environment are the user's, in both directions."""
    inputs = {
        "executionRoleArn": "r",
        "primaryContainer": {"image": "i", "environment": {"modelName": "x", "A_b": "y"}},
    }
    request = model_request("m", inputs)
    assert request == {
        "ModelName": "m",
        "ExecutionRoleArn": "r",
        "PrimaryContainer": {"Image": "i", "Environment": {"modelName": "x", "A_b": "y"}},
    }
    assert properties(request, MODEL) == inputs


def test_configuration_has_the_spelling_of_the_api() -> None:
    """Abbreviations that AWS writes in capitals are found, and found back."""
    variant = {"variantName": "v", "volumeSizeInGb": 30, "enableSsmAccess": True, "inferenceAmiVersion": "a"}
    inputs = {"productionVariants": [variant], "kmsKeyArn": "k"}
    request = configuration_request("c", inputs)
    assert request == {
        "EndpointConfigName": "c",
        "ProductionVariants": [
            {"VariantName": "v", "VolumeSizeInGB": 30, "EnableSSMAccess": True, "InferenceAmiVersion": "a"}
        ],
        "KmsKeyId": "k",
    }
    assert properties(request, CONFIGURATION) == inputs


def test_path_of_a_problem_is_the_programs() -> None:
    """A refusal is shown where the program wrote the value."""
    assert property_path("ProductionVariants[0].VolumeSizeInGB") == "productionVariants[0].volumeSizeInGb"
    assert property_path("EndpointConfigName") == "name"
    assert property_path("Tags[3].Value") == "tags"


def test_target_is_registered_as_it_was() -> None:
    """Bounds and suspension come back; ARN, time and the service-linked role are AWS's own."""
    state = {"DynamicScalingInSuspended": True}
    target = {
        **SCOPE,
        "MinCapacity": 1,
        "MaxCapacity": 6,
        "SuspendedState": state,
        "RoleARN": "arn:aws:iam::1:role/aws-service-role/x/y",
        "CreationTime": "2026",
        "ScalableTargetARN": "arn",
        "Tags": {"a": "b"},
    }
    assert register_request(target) == {**SCOPE, "MinCapacity": 1, "MaxCapacity": 6, "SuspendedState": state}
    assert register_request({**target, "RoleARN": "arn:aws:iam::1:role/mine"})["RoleARN"] == "arn:aws:iam::1:role/mine"


def test_scheduled_action_keeps_zone_and_period() -> None:
    """Zone, start and end belong to a schedule."""
    action = {**SCOPE, "ScheduledActionName": "n", "Schedule": "s", "Timezone": "z", "StartTime": "a", "EndTime": "b"}
    assert action_request({**action, "ScheduledActionARN": "arn", "CreationTime": "t"}) == action


def test_urn_becomes_a_legal_tag_value() -> None:
    """A tag value takes no dollar sign and 256 characters."""
    assert urn_tag("urn:pulumi:dev::p::a$b::n") == "urn:pulumi:dev::p::a/b::n"
    assert urn_tag("x" * 300 + "end") == "x" * 253 + "end"


def test_own_and_aws_tags_are_not_the_users() -> None:
    """What the provider and AWS set is no drift."""
    assert user_tags({"owner": "a", "modelhost:urn": "u", "aws:cloudformation:x": "y"}) == {"owner": "a"}


def test_tag_changes_are_minimal() -> None:
    """Only what differs is written or removed."""
    assert tag_changes({"a": "1", "b": "2"}, {"a": "1", "c": "3"}) == ({"c": "3"}, ["b"])
