"""Which rollouts go with which endpoint, and what to write instead."""

from collections.abc import Mapping

from modelhost.spec.base import Findings
from modelhost.spec.kind import EndpointKind
from modelhost.spec.rollout import LEAST_STEP, Rollout, RolloutSpec

FALLBACK_FAMILY = "inf1"
"""Family whose endpoints AWS updates all at once and without baking, whatever is asked."""
ONLY_ROLLING = "AWS updates inference components by rolling only; write strategy: rolling"

REFUSED: dict[tuple[Rollout, EndpointKind], str] = {
    (Rollout.CANARY, EndpointKind.COMPONENTS): ONLY_ROLLING,
    (Rollout.LINEAR, EndpointKind.COMPONENTS): ONLY_ROLLING,
    (Rollout.ROLLING, EndpointKind.SERVERLESS): "AWS does not roll serverless endpoints; "
    "write canary, linear or all-at-once",
}
"""What to say of a rollout that AWS refuses for a kind of endpoint."""


def of_kind(rollout: RolloutSpec, kind: EndpointKind) -> Findings:
    """Yield what of *rollout* does not go with *kind*."""
    text = REFUSED.get((rollout.strategy, kind))
    if text is not None:
        yield ("rollout", "strategy"), f"{rollout.strategy}: {text}"
    if kind is EndpointKind.COMPONENTS and rollout.strategy is Rollout.ALL_AT_ONCE and rollout.timeout_seconds:
        # Copies roll by halves when nothing else is asked for, so there are two waits.
        yield from ((("rollout", *place), why) for place, why in rollout.overtime(2))
    rolls = kind is EndpointKind.COMPONENTS or rollout.strategy is Rollout.ROLLING
    if rolls and rollout.termination_wait_seconds:
        text = f"{rollout.termination_wait_seconds}: a rolling update ends old instances batch by batch"
        yield ("rollout", "termination_wait_seconds"), f"{text}; leave it out, or write canary or linear"
    if not rolls and rollout.rollback_step is not None:
        text = f"{rollout.rollback_step:g}: only a rolling update goes back in steps"
        yield ("rollout", "rollback_step"), f"{text}; leave it out, or write strategy: rolling"
    if kind is EndpointKind.SERVERLESS and rollout.step_count is not None:
        text = f"{rollout.step_count}: a serverless endpoint has no instances to count"
        yield ("rollout", "step_count"), f"{text}; write a fraction as step"


def of_family(rollout: RolloutSpec, family: str) -> Findings:
    """Yield that machines of *family* are updated all at once whatever *rollout* says."""
    if family == FALLBACK_FAMILY and rollout.strategy is not Rollout.ALL_AT_ONCE:
        text = f"{rollout.strategy}: AWS updates {family} machines all at once, without baking"
        yield ("rollout", "strategy"), f"{text}; write all-at-once, or take inf2 machines"


def of_variants(rollout: RolloutSpec, variants: int) -> Findings:
    """Yield that several variants are not rolled."""
    if variants > 1 and rollout.strategy is Rollout.ROLLING:
        text = f"rolling: AWS does not roll an endpoint of {variants} variants"
        yield ("rollout", "strategy"), f"{text}; write canary, linear or all-at-once"


def of_others(rollout: RolloutSpec, counts: Mapping[str, int]) -> Findings:
    """Yield the further variants of whose *counts* the step is more than AWS takes: all are shifted alike."""
    step = rollout.step_count
    if step is None or rollout.strategy is Rollout.ALL_AT_ONCE:
        return
    for name, count in counts.items():
        if 2 * step > count:
            text = f"{step} of {count} instance{'s' * (count > 1)} of {name} is more than the half that AWS takes for "
            yield (
                ("rollout", "step_count"),
                f"{text}{rollout.strategy}; write a fraction as step, or a count of {2 * step} there",
            )


def of_count(rollout: RolloutSpec, fewest: int, most: int, unit: str) -> Findings:
    """Yield what *rollout* counts that is too much of *fewest*, or too little of *most*, of *unit*s."""
    count = rollout.step_count
    if count is None or rollout.strategy is Rollout.ALL_AT_ONCE:
        return
    place = ("rollout", "step_count")
    if 2 * count > fewest:
        noun = unit if fewest == 1 else f"{unit}s" if unit != "copy" else "copies"
        text = f"{count} of {fewest} {noun} is more than the half that AWS takes for {rollout.strategy}"
        yield place, f"{text}; write a fraction as step, or have {2 * count} replicas or more"
    elif count < round(LEAST_STEP[rollout.strategy] * most, 6):
        text = f"{count} of {most} is less than the {LEAST_STEP[rollout.strategy]:g} that AWS takes"
        yield place, f"{text} for {rollout.strategy}; write a larger number, or a fraction as step"
    else:
        yield from ((("rollout", *where), text) for where, text in rollout.overtime(rollout.steps_of(most)))
