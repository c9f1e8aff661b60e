"""What a component's specification must be, beyond names and ranges; unknown values are taken for right."""

from collections.abc import Iterator, Mapping
from typing import Any

from modelhost.provider.resource import Failure, Properties
from modelhost.provider.sagemaker.component.specification import KEYS, is_adapter
from modelhost.provider.wire import UNKNOWN

NOT_FOR_ADAPTERS = {
    "modelName": "an adapter loads `container.artifactUrl` into its base component, which has the model",
    "computeResourceRequirements": "an adapter uses the machine's share of its base component",
    "schedulingConfig": "an adapter is wherever its base component is",
}


def refused_specifications(news: Properties) -> Iterator[Failure]:
    """Exactly one of the two ways to say what runs, and each specification sound in itself."""
    given = [key for key in KEYS if news.get(key)]
    if len(given) != 1:
        yield Failure("specification", f"needs exactly one of {' and '.join(KEYS)}; it has {len(given)}")
    if isinstance(single := news.get("specification"), Mapping):
        yield from _refused(single, "specification")
    if isinstance(several := news.get("specifications"), list):
        yield from _refused_machines(several)
        for place, each in enumerate(several):
            if isinstance(each, Mapping):
                yield from _refused(each, f"specifications[{place}]")


def _refused_machines(several: list[Any]) -> Iterator[Failure]:
    machines = [each.get("instanceType") for each in several if isinstance(each, Mapping)]
    known = [machine for machine in machines if machine is not UNKNOWN]
    if len(several) > 1 and None in known:
        yield Failure("specifications", "each of several needs its own instanceType")
    twice = sorted({str(machine) for machine in known if machine is not None and known.count(machine) > 1})
    if twice:
        yield Failure("specifications", f"{', '.join(twice)} stands twice; give one specification for a machine type")


def _refused(specification: Mapping[str, Any], path: str) -> Iterator[Failure]:
    if is_adapter(specification):
        yield from _refused_adapter(specification, path)
        return
    given = [key for key in ("modelName", "container") if specification.get(key) is not None]
    if len(given) != 1:
        yield Failure(path, f"needs exactly one of modelName and container; it has {' and '.join(given) or 'neither'}")
    container = specification.get("container")
    if isinstance(container, Mapping) and container.get("image") is None:
        yield Failure(f"{path}.container.image", "is required: only an adapter runs in the container of another")
    requirements = specification.get("computeResourceRequirements")
    if requirements is None:
        yield Failure(f"{path}.computeResourceRequirements", "is required: it is the component's share of a machine")
    elif isinstance(requirements, Mapping):
        yield from _refused_share(requirements, f"{path}.computeResourceRequirements")


def _refused_adapter(specification: Mapping[str, Any], path: str) -> Iterator[Failure]:
    for key, reason in NOT_FOR_ADAPTERS.items():
        if specification.get(key) is not None:
            yield Failure(f"{path}.{key}", reason)
    container = specification.get("container")
    if container is UNKNOWN:
        return
    container = container if isinstance(container, Mapping) else {}
    if container.get("artifactUrl") is None:
        yield Failure(f"{path}.container.artifactUrl", "is required: it is where the adapter lies")
    if container.get("image") is not None:
        yield Failure(f"{path}.container.image", "an adapter runs in the container of its base component")


def _refused_share(share: Mapping[str, Any], path: str) -> Iterator[Failure]:
    least, most = share.get("minMemoryRequiredInMb"), share.get("maxMemoryRequiredInMb")
    if isinstance(least, int) and isinstance(most, int) and most < least:
        yield Failure(f"{path}.maxMemoryRequiredInMb", f"is {most}; at least minMemoryRequiredInMb ({least}) needed")
    accelerators = share.get("numberOfAcceleratorDevicesRequired")
    if share.get("acceleratorPartitionType") is not None and accelerators not in (1, UNKNOWN):
        yield Failure(
            f"{path}.numberOfAcceleratorDevicesRequired", f"is {accelerators}; 1 with a partition of an accelerator"
        )
