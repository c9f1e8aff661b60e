"""Target tracking: each load as AWS measures it, and what is derived."""

from typing import Any

import pytest

from modelhost.catalog.machine import machine
from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.metric import CustomizedMetric, Statistic
from modelhost.spec.scalable import scalable
from modelhost.spec.strategy import Auto
from modelhost.spec.target import Target, TargetSpec
from tests.spec.kind import LLM, of
from tests.spec.stack import loaded

CPU = machine("ml.m7i.xlarge")
GPU = machine("ml.g6.12xlarge")


def decided(host: Host, **fields: Any) -> Target:
    """Return a target with every value decided."""
    return TargetSpec.model_validate(fields).decided(host)


@pytest.mark.parametrize(
    ("kind", "metric", "predefined"),
    [
        ("realtime", "concurrency", "SageMakerVariantConcurrentRequestsPerModelHighResolution"),
        ("realtime", "invocations", "SageMakerVariantInvocationsPerInstance"),
        ("components", "concurrency", "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"),
        ("components", "invocations", "SageMakerInferenceComponentInvocationsPerCopy"),
        ("serverless", "provisioned-concurrency", "SageMakerVariantProvisionedConcurrencyUtilization"),
    ],
)
def test_aws_has_loads_of_its_own(kind: str, metric: str, predefined: str) -> None:
    """Five loads are predefined, for instances, copies and provisioned concurrency."""
    target = decided(Host(CPU, EndpointKind(kind)), metric=metric, value=0.5)
    assert (target.predefined, target.customized, target.value) == (predefined, None, 0.5)


@pytest.mark.parametrize(
    ("metric", "machine_type", "name", "value"),
    [
        ("cpu", CPU, "CPUUtilization", 200),
        ("gpu", GPU, "GPUUtilization", 200),
        ("gpu-memory", GPU, "GPUMemoryUtilization", 200),
        ("memory", GPU, "MemoryUtilization", 50),
    ],
)
def test_a_utilisation_sums_over_cores_and_gpus(metric: str, machine_type: Any, name: str, value: float) -> None:
    """Half of four cores, or of four GPUs, is 200 %; memory is one whole."""
    target = decided(Host(machine_type), metric=metric, value=0.5)
    assert target.customized == CustomizedMetric(
        namespace="/aws/sagemaker/Endpoints",
        metric_name=name,
        dimensions={"EndpointName": "{endpoint}", "VariantName": "{variant}"},
    )
    assert target.value == value


def test_a_backlog_is_counted_by_instance() -> None:
    """Asynchronous endpoints publish what waits for each instance."""
    target = decided(Host(CPU, EndpointKind.ASYNC), metric="backlog", value=5)
    assert target.customized == CustomizedMetric(
        namespace="AWS/SageMaker",
        metric_name="ApproximateBacklogSizePerInstance",
        dimensions={"EndpointName": "{endpoint}"},
    )
    assert target.value == 5


def test_a_metric_of_the_team_is_taken_as_written() -> None:
    """Names in the cloud are filled in where the stack file has placeholders."""
    custom = {
        "namespace": "Team",
        "name": "Waiting Jobs".replace(" ", ""),
        "dimensions": {"Of": "{endpoint}/{variant}"},
    }
    target = decided(Host(CPU), metric="custom", value=3, custom={**custom, "statistic": "Sum", "unit": "Count"})
    assert target.name == "custom-waitingjobs"
    assert target.customized is not None
    assert target.customized.named("dev-it", "primary") == {"Of": "dev-it/primary"}
    assert (target.customized.statistic, target.customized.unit) == ("Sum", "Count")


def test_a_queue_is_found_by_its_name() -> None:
    """An SQS queue, whose name tells policies apart."""
    target = decided(Host(CPU), metric="queue-depth", value=30, queue="jobs.fifo")
    assert (target.name, target.customized and target.customized.dimensions) == (
        "queue-depth-jobs-fifo",
        {"QueueName": "jobs.fifo"},
    )


def test_a_queue_is_shared_by_the_instances() -> None:
    """Messages for each of them, of which as many run as give a sample a minute."""
    target = decided(Host(CPU), metric="queue-depth", value=30, queue="jobs")
    assert target.customized is not None
    assert (target.value, target.customized.statistic) == (30, "Average")
    assert target.customized.per == CustomizedMetric(
        namespace="/aws/sagemaker/Endpoints",
        metric_name="CPUUtilization",
        dimensions={"EndpointName": "{endpoint}", "VariantName": "{variant}"},
        statistic=Statistic.SAMPLE_COUNT,
    )


def test_without_high_resolution_the_minute_is_followed() -> None:
    """The same load, from the metric that CloudWatch keeps by the minute."""
    target = decided(Host(CPU), metric="concurrency", high_resolution=False)
    assert target.predefined is None
    assert target.customized is not None
    assert (target.customized.metric_name, target.customized.statistic) == ("ConcurrentRequestsPerModel", "Maximum")


@pytest.mark.parametrize(
    ("machine_type", "value"),
    [("ml.m7i.xlarge", 4), ("ml.g6.xlarge", 8), ("ml.g6.12xlarge", 32)],
)
def test_concurrency_follows_from_the_machine(machine_type: str, value: float) -> None:
    """One request in flight for each core, eight for each GPU."""
    assert decided(Host(machine(machine_type))).value == value


@pytest.mark.parametrize(
    ("machine_type", "component", "value"),
    [
        ("ml.g6.12xlarge", None, 32),
        ("ml.g6.12xlarge", {"accelerators": 1}, 8),
        ("ml.g6.12xlarge", {"accelerators": 2}, 16),
        ("ml.m7i.2xlarge", None, 4),
        ("ml.m7i.2xlarge", {"cpus": 2.5}, 2),
        ("ml.m7i.2xlarge", {"cpus": 0.5}, 1),
    ],
)
def test_the_concurrency_of_a_copy_follows_from_its_share(machine_type: str, component: Any, value: float) -> None:
    """Eight requests for each accelerator that the copy has, or one for each whole core."""
    model = LLM["model"] if machine_type.startswith("ml.g6") else {"artifact": "s3://models/x/", "framework": "sklearn"}
    scaling = {"strategy": "auto", "replicas": {"min": 1, "max": 3}}
    config = of("components", model=model, machine=machine_type, component=component, scaling=scaling)
    chosen = loaded(config).endpoints["it"].in_force()
    assert isinstance(chosen, Auto)
    assert [target.value for target in chosen.targets] == [value]


@pytest.mark.parametrize(("at_once", "value"), [(4, 4), (None, 8)])
def test_the_backlog_is_what_an_instance_computes_at_once(at_once: int | None, value: float) -> None:
    """More than that waits; what SageMaker takes at once by itself is what the machine is given elsewhere."""
    scaling = {"strategy": "auto", "replicas": {"min": 1, "max": 3}}
    queue = {"asynchronous": {"max_concurrency": at_once}} if at_once else {}
    chosen = loaded(of("async", **{**LLM, "scaling": scaling, **queue})).endpoints["it"].in_force()
    assert isinstance(chosen, Auto)
    assert [target.value for target in chosen.targets] == [value]


@pytest.mark.parametrize(("startup", "cooldown"), [(0, 300), (240, 300), (648, 648)])
def test_a_scale_in_waits_for_what_it_may_regret(startup: int, cooldown: int) -> None:
    """The cooldown is not shorter than the start of a replica."""
    assert decided(Host(CPU, startup_seconds=startup)).scale_in_cooldown_seconds == cooldown


def test_a_cooldown_of_nothing_is_kept() -> None:
    """What is written is not replaced, zero included."""
    target = decided(Host(CPU, startup_seconds=600), scale_in_cooldown_seconds=0, scale_out_cooldown_seconds=0)
    assert (target.scale_in_cooldown_seconds, target.scale_out_cooldown_seconds) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "metric", "value"),
    [
        ("realtime", "concurrency", 8),
        ("components", "concurrency", 8),
        ("async", "backlog", 8),
        ("serverless", "provisioned-concurrency", 0.7),
    ],
)
def test_the_load_is_derived_from_the_kind(kind: str, metric: str, value: float) -> None:
    """Concurrency for models that answer, backlog for those that queue, warmth for serverless."""
    scaling = {"strategy": "auto", "replicas": {"min": 1, "max": 3}}
    changes = {"scaling": scaling} if kind == "serverless" else {**LLM, "scaling": scaling}
    chosen = loaded(of(kind, **changes)).endpoints["it"].in_force()
    assert isinstance(chosen, Auto)
    assert [(str(target.metric), target.value) for target in chosen.targets] == [(metric, value)]


def test_steps_alone_derive_no_target() -> None:
    """Who writes steps has chosen."""
    steps = [{"metric": "cpu", "above": 0.5, "change": [{"add": 1}]}]
    scaling = {"strategy": "auto", "replicas": {"min": 1, "max": 3}, "steps": steps}
    chosen = loaded(of("realtime", scaling=scaling)).endpoints["it"].in_force()
    assert isinstance(chosen, Auto)
    assert (chosen.targets, [step.name for step in chosen.steps]) == ([], ["cpu-high"])


@pytest.mark.parametrize(
    ("minimum", "schedule", "wakes"),
    [
        (0, [], True),
        (1, [], False),
        (1, [{"at": "daily 20:00", "min": 1, "max": 1}, {"at": "daily 07:00", "min": 1, "max": 3}], False),
    ],
)
def test_what_may_rest_has_to_be_woken(minimum: int, schedule: list[Any], wakes: bool) -> None:
    """Target tracking cannot leave zero by itself."""
    scaling = {"strategy": "auto", "replicas": {"min": minimum, "max": 3}, "schedule": schedule}
    chosen = loaded(of("components", scaling=scaling)).endpoints["it"].in_force()
    assert isinstance(chosen, Auto)
    assert (chosen.wakes, chosen.count) == (wakes, 1)


@pytest.mark.parametrize(
    ("kind", "dimension", "resource_id", "unit"),
    [
        ("realtime", "sagemaker:variant:DesiredInstanceCount", "endpoint/{endpoint}/variant/{variant}", "instance"),
        ("async", "sagemaker:variant:DesiredInstanceCount", "endpoint/{endpoint}/variant/{variant}", "instance"),
        ("multi-model", "sagemaker:variant:DesiredInstanceCount", "endpoint/{endpoint}/variant/{variant}", "instance"),
        ("components", "sagemaker:inference-component:DesiredCopyCount", "inference-component/{component}", "copy"),
        (
            "serverless",
            "sagemaker:variant:DesiredProvisionedConcurrency",
            "endpoint/{endpoint}/variant/{variant}",
            "provisioned concurrency",
        ),
    ],
)
def test_each_kind_has_something_to_scale(kind: str, dimension: str, resource_id: str, unit: str) -> None:
    """Instances, copies or provisioned concurrency."""
    assert scalable(EndpointKind(kind)) == (dimension, resource_id, unit)
