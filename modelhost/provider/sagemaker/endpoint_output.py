"""What the state keeps of an endpoint: what was asked for, and what is live."""

from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.endpoint_diff import APPLIED_LAST, SIZES
from modelhost.provider.sagemaker.endpoint_kind import kind_of
from modelhost.provider.sagemaker.instance_owner import count_found
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.parameter import live_record
from modelhost.provider.sagemaker.parameter.asleep import Asleep
from modelhost.provider.sagemaker.served import served_by
from modelhost.provider.sagemaker.size import by_size, size_of
from modelhost.provider.sagemaker.variant import found_shares, shares
from modelhost.provider.sagemaker.wanted import REALTIME

COMPUTED = ("arn", "liveConfigName", "liveSize", "invocationUrl", "instanceCount")


def outputs_of(context: Context, live: Live, inputs: Properties, known: Properties) -> Properties:
    """The inputs in force with what is live; `known` are outputs of before, which save a question."""
    configuration = live.whole_config
    url = context.client("sagemaker-runtime").meta.endpoint_url
    return {
        **inputs,
        "arn": live.arn,
        "liveConfigName": configuration,
        "liveSize": size_of(context, configuration, inputs["variantName"], inputs, known) or None,
        "invocationUrl": f"{url}/endpoints/{live.name}/invocations",
        "instanceCount": live.counts.get(inputs["variantName"]),
    }


def note_live(context: Context, live: Live, inputs: Properties) -> Properties:
    """Write what is live into the history; return it as outputs, which save the next question."""
    served = served_by(context.client("sagemaker"), live.config_name)
    machine = served.machine(inputs["variantName"])
    kind = inputs.get("kind") or REALTIME
    entry = {"configuration": live.config_name, "models": list(served.models), "machine": machine, "kind": kind}
    live_record.note(context, live.name, entry)
    return {"liveConfigName": live.config_name, "liveSize": machine}


def half_updated(context: Context, live: Live, outputs: Properties, news: Properties) -> Properties:
    """What an update that failed leaves: what takes effect last is still as it was, and old names are still needed."""
    kept = {key: outputs.get(key) for key in (*APPLIED_LAST, SIZES)}
    return outputs_of(context, live, {**news, **kept}, outputs)


def found_inputs(context: Context, live: Live, inputs: Properties, outputs: Properties) -> Properties:
    """The inputs as a refresh finds them: the configuration, counts and weights where Pulumi owns them."""
    variant = inputs.get("variantName") or next(iter(live.variants), "")
    found = {"alarmNames": [], **inputs, "name": live.name, "variantName": variant}
    if not inputs and (kind := kind_of(context.client("sagemaker"), live.config_name)) != REALTIME:
        found["kind"] = kind
    found |= found_configuration(context, live.config_name, found, outputs)
    applied = outputs.get("desiredInstanceCount")
    if applied is not None:
        found["desiredInstanceCount"] = count_found(applied, outputs.get("instanceCount"), live.counts.get(variant))
    return found | found_shares(shares(outputs), live)


def found_configuration(context: Context, live_config: str, inputs: Properties, outputs: Properties) -> Properties:
    """Which input a live configuration changes: none when it is one of the sizes, whose choice is not the program's."""
    sizes = by_size(inputs)
    if live_config in sizes.values():
        return {}
    size = size_of(context, live_config, inputs["variantName"], outputs) if sizes else ""
    return {SIZES: {**sizes, size: live_config}} if size in sizes else {"endpointConfigName": live_config}


def asleep_outputs(context: Context, asleep: Asleep, inputs: Properties, outputs: Properties) -> Properties:
    """What the state keeps of an endpoint that sleeps: what it was, and what it wakes with."""
    size = size_of(context, asleep.configuration, inputs["variantName"], inputs, outputs)
    kept = {key: outputs.get(key) for key in COMPUTED}
    return {**inputs, **kept, "liveConfigName": asleep.configuration, "liveSize": size or None}
