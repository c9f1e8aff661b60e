"""Each load as AWS measures it: which metric, with which dimensions, in which unit, on which kind of endpoint."""

from math import floor

from modelhost.catalog.machine import Machine
from modelhost.footprint.share import Share
from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.metric import CustomizedMetric, Statistic
from modelhost.spec.target_metric import TargetMetric

REQUESTS_PER_GPU = 8
"""Requests in flight that one GPU is given when the stack file does not say."""
PER_CENT = 100.0
SERVICE = "AWS/SageMaker"
INSTANCES = "/aws/sagemaker/Endpoints"
COMPONENTS = "/aws/sagemaker/InferenceComponents"
ENDPOINT = {"EndpointName": "{endpoint}"}
VARIANT = {"EndpointName": "{endpoint}", "VariantName": "{variant}"}
COMPONENT = {"InferenceComponentName": "{component}"}

PREDEFINED = {
    (TargetMetric.CONCURRENCY, False): "SageMakerVariantConcurrentRequestsPerModelHighResolution",
    (TargetMetric.INVOCATIONS, False): "SageMakerVariantInvocationsPerInstance",
    (TargetMetric.CONCURRENCY, True): "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution",
    (TargetMetric.INVOCATIONS, True): "SageMakerInferenceComponentInvocationsPerCopy",
    (TargetMetric.PROVISIONED_CONCURRENCY, False): "SageMakerVariantProvisionedConcurrencyUtilization",
}
"""Application Auto Scaling's own metrics, by load and whether copies are scaled."""

UTILIZATIONS = {
    TargetMetric.CPU: "CPUUtilization",
    TargetMetric.MEMORY: "MemoryUtilization",
    TargetMetric.GPU: "GPUUtilization",
    TargetMetric.GPU_MEMORY: "GPUMemoryUtilization",
}
"""Metrics of the machine itself; those of components are normalised to 100 %."""


def predefined(metric: TargetMetric, kind: EndpointKind) -> str | None:
    """Return Application Auto Scaling's own name of *metric*; none where it has to be described."""
    return PREDEFINED.get((metric, kind is EndpointKind.COMPONENTS))


def measured(metric: TargetMetric, kind: EndpointKind, queue: str | None = None) -> CustomizedMetric | None:
    """Return the CloudWatch metric behind *metric*; none where only the stack file can tell."""
    if metric in UTILIZATIONS:
        return _utilization(metric, kind)
    described = {
        TargetMetric.BACKLOG: (SERVICE, "ApproximateBacklogSizePerInstance", ENDPOINT, Statistic.AVERAGE),
        TargetMetric.QUEUE_DEPTH: ("AWS/SQS", "ApproximateNumberOfMessagesVisible", {}, Statistic.AVERAGE),
        TargetMetric.PROVISIONED_CONCURRENCY: (
            SERVICE,
            "ServerlessProvisionedConcurrencyUtilization",
            VARIANT,
            Statistic.MAXIMUM,
        ),
        TargetMetric.LATENCY: (SERVICE, "ModelLatency", VARIANT, Statistic.AVERAGE),
        TargetMetric.CONCURRENCY: (SERVICE, *_concurrency(kind), Statistic.MAXIMUM),
        TargetMetric.INVOCATIONS: (SERVICE, *_invocations(kind), Statistic.SUM),
    }
    if metric not in described:
        return None
    namespace, name, dimensions, statistic = described[metric]
    dimensions = {"QueueName": queue or ""} if metric is TargetMetric.QUEUE_DEPTH else dimensions
    return CustomizedMetric(namespace=namespace, metric_name=name, dimensions=dimensions, statistic=statistic)


def per_replica(metric: TargetMetric, kind: EndpointKind, queue: str | None = None) -> CustomizedMetric | None:
    """Return what :func:`measured` does, as a load that falls when replicas come: a queue by the instances."""
    found = measured(metric, kind, queue)
    if found is None or metric is not TargetMetric.QUEUE_DEPTH:
        return found
    return found.model_copy(update={"per": RUNNING})


RUNNING = CustomizedMetric(
    namespace=INSTANCES, metric_name="CPUUtilization", dimensions=VARIANT, statistic=Statistic.SAMPLE_COUNT
)
"""How many instances run: each gives one sample a minute (SageMaker guide, "Troubleshooting" of async inference)."""


def in_unit(metric: TargetMetric, value: float, host: Host) -> float:
    """Return *value* as AWS counts it: utilisations of a machine sum to 100 % for each core or GPU."""
    if metric is TargetMetric.LATENCY:
        return value * 1000
    if metric not in UTILIZATIONS:
        return value
    if host.kind is EndpointKind.COMPONENTS or host.machine is None:
        return round(value * PER_CENT, 4)
    return round(value * PER_CENT * _parts(metric, host.machine), 4)


def default(metric: TargetMetric, host: Host) -> float | None:
    """Return the load that is held when the stack file does not say; none where nobody can guess."""
    if metric is TargetMetric.BACKLOG and host.at_once is not None:
        return float(host.at_once)
    if metric in DERIVED and host.machine is not None:
        return default_concurrency(host.machine, host.share)
    return DEFAULTS.get(metric)


def default_concurrency(machine: Machine, share: Share | None = None) -> float:
    """Return the requests in flight that a replica is given: eight for each accelerator, else one for each core.

    A copy counts the accelerators, or whole cores, of its *share* of *machine*. Eight keeps an
    accelerator busy without long waits: an inference, until a measurement of the model replaces it.

    The backlog of an asynchronous endpoint follows the same rule: AWS counts requests in the queue with those that are
    being computed, so what one instance computes at once (`asynchronous.max_concurrency`, or else this number) is the
    backlog at which every instance is busy and none waits. An inference too; AWS's guide has 5 as an example.
    """
    if share is None:
        return float(machine.accelerator_count * REQUESTS_PER_GPU or machine.vcpus)
    return float((share.accelerators or 0) * REQUESTS_PER_GPU or max(1, floor(share.cpus or machine.vcpus)))


DERIVED = (TargetMetric.CONCURRENCY, TargetMetric.BACKLOG)
"""Loads that follow from what a replica runs on."""
DEFAULTS = {
    TargetMetric.PROVISIONED_CONCURRENCY: 0.7,
    TargetMetric.CPU: 0.7,
    TargetMetric.GPU: 0.7,
}
"""Shares that are held when the stack file does not say: AWS's example for provisioned concurrency, taken for all."""


def _parts(metric: TargetMetric, machine: Machine) -> int:
    """Return how many times 100 % the whole of *machine* is."""
    if metric is TargetMetric.MEMORY:
        return 1
    return machine.vcpus if metric is TargetMetric.CPU else machine.accelerator_count


def _utilization(metric: TargetMetric, kind: EndpointKind) -> CustomizedMetric:
    """Return a metric of the machine, or of the component's share of it."""
    if kind is EndpointKind.COMPONENTS:
        name = f"{UTILIZATIONS[metric]}Normalized"
        return CustomizedMetric(namespace=COMPONENTS, metric_name=name, dimensions=COMPONENT)
    return CustomizedMetric(namespace=INSTANCES, metric_name=UTILIZATIONS[metric], dimensions=VARIANT)


def _concurrency(kind: EndpointKind) -> tuple[str, dict[str, str]]:
    """Return the metric of requests in flight."""
    if kind is EndpointKind.COMPONENTS:
        return "ConcurrentRequestsPerCopy", COMPONENT
    return "ConcurrentRequestsPerModel", VARIANT


def _invocations(kind: EndpointKind) -> tuple[str, dict[str, str]]:
    """Return the metric of invocations a minute."""
    if kind is EndpointKind.COMPONENTS:
        return "InvocationsPerCopy", COMPONENT
    return "InvocationsPerInstance", VARIANT
