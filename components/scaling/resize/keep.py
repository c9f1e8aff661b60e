"""Keep policies and scheduled actions, one parameter each, with what is put back of them and nothing else.

They come in pages, and a page is forgotten when it is kept: an execution may hold 256 KB.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from components.scaling.resize.capture import NAMESPACE, SUBJECT, parameter
from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import States, choose, each, last, note, present, task, work_out


@dataclass(frozen=True)
class Keeping:
    """How one kind of thing is listed and kept."""

    word: str
    """What it is called in the names of states, in the plural."""
    one: str
    """The same in the singular."""
    call: str
    """Operation that lists them."""
    items: str
    """Where its answer has them."""
    most: int
    """How many it lists at once."""
    fields: Sequence[str]
    """What every one of them has."""
    optional: Sequence[str]
    """What only some of them have."""


POLICIES = Keeping(
    "policies",
    "policy",
    "describeScalingPolicies",
    "ScalingPolicies",
    10,
    ("PolicyName", *SUBJECT, "PolicyType"),
    ("TargetTrackingScalingPolicyConfiguration", "StepScalingPolicyConfiguration"),
)
ACTIONS = Keeping(
    "scheduled actions",
    "scheduled action",
    "describeScheduledActions",
    "ScheduledActions",
    50,
    ("ScheduledActionName", *SUBJECT, "Schedule", "ScalableTargetAction"),
    ("Timezone", "StartTime", "EndTime"),
)


def states(plan: ResizePlan) -> States:
    """Return the states from the targets kept to all of the scaling kept."""
    return {
        **_keep(POLICIES, plan, plan.policies_path, "Keep scheduled actions"),
        **_keep(ACTIONS, plan, plan.actions_path, "Take the scaling away"),
    }


def _keep(what: Keeping, plan: ResizePlan, path: str, then: str) -> States:
    word, items = what.word, f"$.page.{what.items}"
    subject = {"ServiceNamespace": NAMESPACE, "ResourceId": plan.resource_id, "MaxResults": what.most}
    call, further = f"applicationautoscaling:{what.call}", {"NextToken.$": "$.page.NextToken"}
    keep_each = each(
        items,
        _keep_one(what, path),
        f"Complete this {what.one}",
        f"Count the {word}",
        catch="Put it back",
        ItemSelector={
            "item.$": "$$.Map.Item.Value",
            "place.$": "$$.Map.Item.Index",
            "before.$": "$.kept.count",
            "defaults": dict.fromkeys(what.optional),
        },
    )
    counted = {"count.$": f"States.MathAdd($.kept.count, States.ArrayLength({items}))"}
    return {
        f"Keep {word}": note({"count": 0}, f"Capture {word}", "$.kept"),
        f"Capture {word}": task(call, subject, f"Keep these {word}", result="$.page", catch="Put it back"),
        f"Keep these {word}": keep_each,
        f"Count the {word}": work_out(counted, f"Are there more {word}", "$.kept"),
        f"Are there more {word}": choose([(present("$.page.NextToken"), f"Capture more {word}")], then),
        f"Capture more {word}": task(
            call, {**subject, **further}, f"Keep these {word}", result="$.page", catch="Put it back"
        ),
    }


def _keep_one(what: Keeping, path: str) -> States:
    """Fill in what it may lack, take what is put back, and write that down under its number."""
    whole = {
        "item.$": "States.JsonMerge($.defaults, $.item, false)",
        "number.$": "States.MathAdd($.before, $.place)",
    }
    kept = {f"{field}.$": f"$.item.{field}" for field in (*what.fields, *what.optional)}
    value = {"Name.$": f"States.Format('{path}/{{}}', $.number)", "Value.$": "States.JsonToString($.kept)"}
    request = {**{key: given for key, given in parameter(path).items() if key != "Name"}, **value}
    return {
        f"Complete this {what.one}": work_out(whole, f"Trim this {what.one}"),
        f"Trim this {what.one}": work_out(kept, f"Write this {what.one} down", "$.kept"),
        f"Write this {what.one} down": last(task("ssm:putParameter", request, "")),
    }
