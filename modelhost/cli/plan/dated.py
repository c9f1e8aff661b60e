"""A plan with what is old about its prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from modelhost.catalog.age import stale_price
from modelhost.planner.answer import Plan


def dated(plan: Plan, today: date) -> Plan:
    """Return *plan* with a note for each machine that it proposes, or stands today, whose price is old."""
    judged = (plan.winner, plan.today)
    machines = dict.fromkeys(each.candidate.machine for each in judged if each is not None)
    old = (stale_price(name, plan.question.region, today) for name in machines)
    return replace(plan, notes=(*plan.notes, *(f"{each[0].upper()}{each[1:]}." for each in old if each)))
