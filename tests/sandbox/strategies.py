"""Every way to scale one real-time endpoint, as scaling blocks of a stack file."""

from __future__ import annotations

from typing import Any

LADDER = ["ml.m7i.large", "ml.m7i.2xlarge"]
BERLIN = {"timezone": "Europe/Berlin"}
REPLICAS = {"count": 2, "min": 1, "max": 8}

BLOCKS: dict[str, dict[str, Any]] = {
    "horizontal": {"strategy": "horizontal", "replicas": REPLICAS},
    "horizontal-hours": {"strategy": "horizontal", "replicas": REPLICAS, "hours": {"at": "weekdays 07-20", **BERLIN}},
    "vertical": {"strategy": "vertical", "sizes": LADDER, "replicas": REPLICAS},
    "vertical-clock": {
        "strategy": "vertical",
        "sizes": LADDER,
        "replicas": REPLICAS,
        "schedule": [
            {"at": "weekdays 07:30", **BERLIN, "size": "ml.m7i.2xlarge"},
            {"at": "weekdays 20:00", **BERLIN, "size": "ml.m7i.large"},
        ],
    },
    "vertical-demand": {
        "strategy": "vertical",
        "sizes": LADDER,
        "replicas": REPLICAS,
        "ladder": {"metric": "cpu", "up_above": 0.75, "down_below": 0.25},
    },
    "auto": {"strategy": "auto", "replicas": REPLICAS, "target": {"metric": "concurrency", "value": 8}},
    "auto-clock": {
        "strategy": "auto",
        "replicas": REPLICAS,
        "target": {"metric": "invocations", "value": 600},
        "schedule": [
            {"at": "weekdays 07:30", **BERLIN, "min": 3},
            {"at": "weekdays 20:00", **BERLIN, "min": 1},
        ],
    },
    "auto-steps": {
        "strategy": "auto",
        "replicas": REPLICAS,
        "steps": [
            {"metric": "concurrency", "above": 10, "change": [{"beyond": 0, "add": 1}, {"beyond": 10, "add": 3}]},
            {"metric": "concurrency", "below": 4, "change": [{"beyond": 0, "add": -1}]},
        ],
    },
}
"""The blocks by a word for each."""

OTHER_KINDS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "components": (
        {"machine": "ml.g6e.xlarge", "component": {"accelerators": 1}},
        [
            {"strategy": "horizontal", "replicas": {"count": 2}},
            {"strategy": "auto", "replicas": {"count": 1, "min": 1, "max": 4}, "target": {"value": 8}},
            {"strategy": "auto", "replicas": {"count": 1, "min": 0, "max": 4}, "target": {"value": 8}},
        ],
    ),
    "async": (
        {},
        [
            {"strategy": "horizontal", "replicas": {"count": 2}},
            {"strategy": "auto", "replicas": {"count": 1, "min": 1, "max": 4}, "target": {"metric": "backlog"}},
            {"strategy": "auto", "replicas": {"count": 1, "min": 0, "max": 4}, "target": {"metric": "backlog"}},
        ],
    ),
}
"""Of each further kind what an endpoint needs besides, and its ways to scale."""
