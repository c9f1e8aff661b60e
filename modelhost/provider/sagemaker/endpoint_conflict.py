"""What SageMaker would refuse of an endpoint's properties although each value by itself is fine."""

from collections.abc import Iterator, Mapping
from typing import Any

from modelhost.provider.resource import Failure, Properties
from modelhost.provider.sagemaker.rollout.conflict import conflicts as rollout_conflicts
from modelhost.provider.sagemaker.wanted import COMPONENTS, REALTIME, SERVERLESS
from modelhost.provider.wire import UNKNOWN

KINDS = (REALTIME, COMPONENTS, "multi-model", "async", SERVERLESS)
MAY_BE_EMPTY = frozenset({"async", COMPONENTS})
"""Kinds that can do without instances for a while."""
KIND_WORD = {REALTIME: "real-time"}


def conflicts(news: Properties) -> Iterator[Failure]:
    """The kind, counts that it does not have, rollouts that SageMaker would not run, sizes without a machine."""
    kind = news.get("kind") or REALTIME
    if kind is UNKNOWN or kind not in KINDS:
        if kind is not UNKNOWN:
            yield Failure("kind", f"{kind!r} is not one of {', '.join(KINDS)}")
        return
    yield from _counts(kind, news)
    yield from rollout_conflicts(kind, news.get("deploymentConfig"))
    if kind == SERVERLESS and news.get("configNamesBySize"):
        yield Failure("configNamesBySize", "is for machines; a serverless endpoint has no machine size, leave it out")
    yield from _types(news)


def _types(news: Properties) -> Iterator[Failure]:
    if not isinstance(news.get("sleeps") or False, bool) and news.get("sleeps") is not UNKNOWN:
        yield Failure("sleeps", f"{news['sleeps']!r} is not true or false")
    fingerprint = news.get("scalingFingerprint")
    if not isinstance(fingerprint or "", str) and fingerprint is not UNKNOWN:
        yield Failure("scalingFingerprint", f"{fingerprint!r} is not a string")


def _counts(kind: str, news: Properties) -> Iterator[Failure]:
    counts = news.get("variantCounts")
    given = {"desiredInstanceCount": news.get("desiredInstanceCount")}
    given |= {f"variantCounts.{v}": n for v, n in counts.items()} if isinstance(counts, Mapping) else {}
    for place, count in given.items():
        yield from _count(kind, place, count)
    main = news.get("variantName")
    if isinstance(counts, Mapping) and main in counts:
        yield Failure(f"variantCounts.{main}", "is the main variant; give its instances as desiredInstanceCount")


def _count(kind: str, place: str, count: Any) -> Iterator[Failure]:
    if count is None:
        return
    if kind == SERVERLESS:
        yield Failure(place, "is given; a serverless endpoint has no instances, leave it out")
    elif count is not UNKNOWN and isinstance(count, int) and count < 1 and kind not in MAY_BE_EMPTY:
        yield Failure(place, f"is {count}; a {KIND_WORD.get(kind, kind)} variant needs at least 1 instance")
