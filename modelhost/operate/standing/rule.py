"""Saying in words what a strategy does."""

from __future__ import annotations

from modelhost.spec.strategy import Strategy


def rule(strategy: Strategy) -> str:
    """Say in words what *strategy* does."""
    hours = strategy.hours
    return ", ".join([*strategy.said(), *([f"exists {hours.at} {hours.timezone}"] if hours else [])])
