"""An endpoint keeps its name while what lies beneath is replaced."""

import inspect
import json
import re

import pytest

from components.account import Account
from components.container import container_environment
from components.endpoint_making import Artifact
from components.provider.endpoint import Endpoint
from components.sagemaker_endpoint import FOREIGN_FIELDS, SageMakerEndpoint
from modelhost.catalog.machine import machine
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.model import ModelSpec
from tests.components.recording import ACCOUNT, REGION, SECRET

MODEL = {"artifact": "./model", "framework": "sklearn"}
SCALING = {"strategy": "horizontal", "replicas": {"count": 2}}
SOURCE = {"s3DataSource": {"s3Uri": "s3://b/k.tar.gz", "s3DataType": "S3Object", "compressionType": "Gzip"}}


def endpoint(args=None, **spec):
    """Return an endpoint with defaults to override."""
    defaults = {
        "spec": EndpointSpec(**{"model": MODEL, "machine": "ml.m7i.large", "scaling": SCALING, **spec}),
        "endpoint_name": "dev-digits",
        "account": Account(id=ACCOUNT, region=REGION),
        "role_arn": "arn:role",
        "artifacts": {"primary": Artifact(SOURCE, 0)},
        "subnet_ids": ["subnet-1", "subnet-2"],
        "security_group_ids": ["sg-1"],
        "key_arn": "arn:key",
        "initial_count": 3,
        "alarm_names": ["dev-digits-cpu"],
        "keep_versions": 4,
        "log_retention_days": 90,
        "protect": False,
    }
    return SageMakerEndpoint("digits", {**defaults, **(args or {})})


def test_the_log_group_is_ours(build):
    """It has the name that SageMaker writes, with retention and key, so SageMaker never makes one without."""
    assert build(endpoint).one("LogGroup") == {
        "name": "/aws/sagemaker/Endpoints/dev-digits",
        "retentionInDays": 90,
        "kmsKeyId": "arn:key",
    }


def test_the_model_is_isolated_in_the_private_subnets(build):
    """The container has no network of its own, and its image and data are those given."""
    model = build(endpoint).one("modelhost:index:Model")
    assert model["enableNetworkIsolation"] is True
    assert model["vpcConfig"] == {"subnets": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]}
    assert model["primaryContainer"]["modelDataSource"] == SOURCE
    assert "scikit-learn" in model["primaryContainer"]["image"]
    assert (model["executionRoleArn"], model["keep"]) == ("arn:role", 4)


def test_isolation_can_be_given_up_by_name(build):
    """A model that downloads weights at start says so in the stack file."""
    assert (
        build(lambda: endpoint(network_isolation=False)).one("modelhost:index:Model")["enableNetworkIsolation"] is False
    )


def test_a_model_inside_its_image_has_no_data(build):
    """No artifact, no model data source."""
    container = build(lambda: endpoint({"artifacts": {}})).one("modelhost:index:Model")["primaryContainer"]
    assert "modelDataSource" not in container


def test_the_configuration_is_encrypted_and_named_by_the_provider(build):
    """Its volume has the key; its name starts with the endpoint's, so that a new one can stand beside it."""
    configuration = build(endpoint).one("modelhost:index:EndpointConfiguration")
    assert configuration["kmsKeyArn"] == "arn:key"
    assert (configuration["namePrefix"], configuration["endpointName"]) == ("dev-digits", "dev-digits")
    assert "name" not in configuration


def test_the_variant_is_the_machine_with_limits_from_the_size(build):
    """Time-outs and volume follow from the model; a changed size is another configuration."""
    [variant] = build(endpoint).one("modelhost:index:EndpointConfiguration")["productionVariants"]
    loading = ModelSpec(**MODEL).loading
    assert (variant["variantName"], variant["instanceType"], variant["initialInstanceCount"]) == (
        "primary",
        "ml.m7i.large",
        3,
    )
    limits = loading(machine("ml.m7i.large"))
    assert variant["volumeSizeInGb"] == limits.volume_gib
    assert variant["modelDataDownloadTimeoutInSeconds"] == limits.download_timeout_seconds
    assert variant["containerStartupHealthCheckTimeoutInSeconds"] == limits.health_check_timeout_seconds


def test_a_machine_with_local_disks_takes_no_volume(build):
    """SageMaker refuses a volume size on machines that bring NVMe storage."""
    [variant] = build(lambda: endpoint(machine="ml.g6.xlarge", model={**MODEL, "framework": "pytorch"})).one(
        "modelhost:index:EndpointConfiguration"
    )["productionVariants"]
    assert "volumeSizeInGb" not in variant


def test_the_endpoint_mutes_its_alarms_and_has_a_plain_name(build):
    """Roles, alarms and callers know the name before the endpoint exists."""
    made = build(endpoint).one("modelhost:index:Endpoint")
    assert (made["name"], made["variantName"]) == ("dev-digits", "primary")
    assert made["alarmNames"] == ["dev-digits-cpu"]
    assert "desiredInstanceCount" not in made


def test_pulumi_owns_the_count_only_when_told(build):
    """An autoscaler's count is never written down, a chosen one is."""
    assert build(lambda: endpoint({"desired_count": 2})).one("modelhost:index:Endpoint")["desiredInstanceCount"] == 2


@pytest.mark.parametrize(("adopt", "import_id"), [(False, ""), (True, "theirs")])
def test_an_endpoint_made_elsewhere_is_imported(build, adopt, import_id):
    """`adopt` takes over the endpoint of that name, and the log group that SageMaker made for it."""
    found = build(lambda: endpoint({"endpoint_name": "theirs"}, name="theirs", adopt=adopt))
    [made], [logs] = found.of("modelhost:index:Endpoint"), found.of("LogGroup")
    assert made.import_id == import_id
    assert logs.import_id == (f"/aws/sagemaker/Endpoints/{import_id}" if adopt else "")


def test_adoption_leaves_everything_of_the_endpoint_as_it_stands():
    """All that an import could disagree on is left alone until `adopt` is removed."""
    inputs = set(inspect.signature(Endpoint.__init__).parameters) - {"self", "resource_name", "name", "opts"}
    assert {re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", each) for each in FOREIGN_FIELDS} == inputs


def test_a_long_name_leaves_room_for_the_providers_digits(build):
    """SageMaker ends names at 63 characters; the immutable parts get eight more than their prefix."""
    name = "e" * 63
    model = build(lambda: endpoint({"endpoint_name": name})).one("modelhost:index:Model")
    assert len(model["namePrefix"]) == 55
    assert model["endpointName"] == name


def test_callers_get_a_policy_for_this_endpoint_only(build):
    """Invoking, and invoking with a stream, on one ARN; the linter agrees."""
    found = build(lambda: endpoint().hosted.invoker_policy_json)
    [grant] = json.loads(found.value)["Statement"]
    assert grant["Action"] == ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"]
    assert grant["Resource"] == ["arn:of:digits"]


def test_the_frameworks_needs_come_first_and_the_stack_files_words_last():
    """scikit-learn's container needs to be told its script; the stack file may tell it another."""
    model = ModelSpec(**MODEL)
    assert container_environment(model, {}) == {
        "SAGEMAKER_PROGRAM": "inference.py",
        "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
    }
    assert container_environment(model, {"SAGEMAKER_PROGRAM": "other.py"})["SAGEMAKER_PROGRAM"] == "other.py"


@pytest.mark.parametrize(
    ("framework", "told"),
    [("djl-lmi", "OPTION_ENABLE_STATEFUL_SESSIONS"), ("vllm", "SAGEMAKER_ENABLE_STATEFUL_SESSIONS")],
)
def test_a_container_is_told_to_hold_sessions(framework, told):
    """Each by a word of its own, which the stack file may take back."""
    model = ModelSpec(artifact="s3://models/chat/", framework=framework, size_gib=4)
    assert container_environment(model, {}, sessions=True) == {told: "true"}
    assert container_environment(model, {told: "false"}, sessions=True) == {told: "false"}
    assert container_environment(model, {}) == {}


def test_sessions_reach_the_container(build):
    """From the block on routing."""
    found = build(
        lambda: endpoint(
            model={"artifact": "s3://models/chat/", "framework": "vllm", "size_gib": 4},
            machine="ml.g6.xlarge",
            routing={"sessions": True},
        )
    )
    container = found.one("modelhost:index:Model")["primaryContainer"]
    assert container["environment"] == {"SAGEMAKER_ENABLE_STATEFUL_SESSIONS": "true"}


def test_secret_variables_join_the_plain_ones_and_stay_secret(build):
    """The container sees both; whoever reads the state or the output sees neither."""
    found = build(lambda: endpoint({"secret_environment": {"TOKEN": "hidden"}}, environment={"LEVEL": "info"}))
    container = found.one("modelhost:index:Model")["primaryContainer"]
    assert SECRET in container
    environment = container["value"]["environment"]
    assert (environment["TOKEN"], environment["LEVEL"]) == ("hidden", "info")
