"""Machines that carry the same accelerators answer alike, so each kind is modelled once."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.load.trace import Tokens
from modelhost.planner.service.physical.llm import llm
from modelhost.planner.service.service import Service

MOST_KINDS = 256
KIND = "a machine of this kind"


def recalled(
    architecture: Architecture,
    machine: Machine,
    serving: Serving,
    tokens: Tokens,
    cached_share: float,
    copies: int | None,
) -> Service:
    """Return what `llm` says of *machine*, worked out only when no machine with the same accelerators came before."""
    kind = machine._replace(name=KIND, vcpus=0, memory_gib=0.0, local_nvme_gb=0, network_gbps=None)
    lengths = tuple(
        np.asarray(of, np.float64).tobytes() for of in (tokens.share, tokens.input_tokens, tokens.output_tokens)
    )
    try:
        found = _of_kind(architecture, kind, serving, lengths, cached_share, copies)
    except LookupError:
        return llm(architecture, machine, serving, tokens, cached_share, copies=copies)
    return replace(found, machine=machine.name)


@lru_cache(maxsize=MOST_KINDS)
def _of_kind(
    architecture: Architecture,
    kind: Machine,
    serving: Serving,
    lengths: tuple[bytes, ...],
    cached_share: float,
    copies: int | None,
) -> Service:
    """Return the service of any machine of *kind*, from the bytes of the *lengths*."""
    share, prompts, answers = (np.frombuffer(of, np.float64) for of in lengths)
    return llm(architecture, kind, serving, Tokens(share, prompts, answers), cached_share, copies=copies)
