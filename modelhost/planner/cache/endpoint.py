"""The setting in which a cache is judged, from what a plan knows of an endpoint."""

from dataclasses import replace

import numpy as np

from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.kv_cache import model_token_bytes, request_bytes
from modelhost.footprint.memory import memory
from modelhost.footprint.serving import Serving
from modelhost.footprint.size import GIB
from modelhost.planner.cache.caching import Setting
from modelhost.planner.load.trace import Trace
from modelhost.planner.service.service import Service


def setting(
    trace: Trace,
    region: str,
    usd_per_month: float,
    replicas: float,
    service: Service,
    machine: Machine | None = None,
    architecture: Architecture | None = None,
    serving: Serving | None = None,
) -> Setting:
    """Return the setting of an endpoint that pays *usd_per_month* for *replicas* in mean.

    One replica stays whatever is cached. Without an architecture the size of a prefix is not known, without times of
    tokens the share of prompts in the work is not.
    """
    count = max(1, round(replicas))
    plain = Setting(
        region,
        usd_per_month,
        floor_usd_per_month=usd_per_month / max(replicas, 1.0),
        replicas=count,
        prefill_share=prefill_share(service, answer_tokens(trace)),
    )
    if machine is None or architecture is None or serving is None:
        return plain
    left = left_over_gib(architecture, machine, serving, service.slots)
    return replace(plain, token_bytes=model_token_bytes(architecture, serving), free_gib=left)


def answer_tokens(trace: Trace) -> float:
    """Return the mean tokens of an answer; 0 where the trace does not tell."""
    requests = trace.requests or trace.counted
    if requests is not None and requests.output_tokens is not None and len(requests.output_tokens):
        return float(requests.output_tokens.mean())
    return float(np.average(trace.tokens.output_tokens, weights=trace.tokens.share)) if trace.tokens else 0.0


def prefill_share(service: Service, tokens: float) -> float | None:
    """Return the share of a busy replica's time that goes into prompts; none where tokens or their times are not known.

    A replica with k requests at once answers one every (first + tokens x between tokens) / k seconds, of which a lone
    prompt takes the time of its own first token.
    """
    if service.first_seconds is None or service.token_seconds is None or tokens <= 0:
        return None
    whole = float(service.first_seconds[-1] + (tokens - 1.0) * service.token_seconds[-1]) / service.slots
    return min(1.0, float(service.first_seconds[0]) / whole) if whole > 0 else None


def left_over_gib(architecture: Architecture, machine: Machine, serving: Serving, slots: int) -> float:
    """Return what the requests in flight leave of a replica's cache of keys and values, when all slots are taken."""
    held = memory(architecture, machine, serving)
    request = request_bytes(architecture, serving, serving.mean_context or serving.context) / GIB
    return max(0.0, held.cache_gib - min(slots, held.mean_requests) * request) * held.devices
