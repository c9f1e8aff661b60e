"""Does caching help? The winner's bill against what a cache would take off it."""

from modelhost.catalog.machine import ec2_machines, machines
from modelhost.catalog.machine import machine as catalogued
from modelhost.planner.answer import Plan, Verdict
from modelhost.planner.cache.caching import Setting
from modelhost.planner.cache.endpoint import setting
from modelhost.planner.cache.judge import best

QUESTION = "does caching help?"


def cache_verdict(plan: Plan) -> Verdict:
    """Return whether a cache of answers or of prefixes pays for the winner, or for what stands where nothing wins."""
    found = best(plan.question.trace, _setting(plan))
    return Verdict(QUESTION, found.answer, found.because)


def _setting(plan: Plan) -> Setting:
    """Return the setting of the one that would run; without a bill where nothing would."""
    asked, judged = plan.question, plan.winner or plan.today
    offers = [offer for offer in asked.offers if judged and offer.machine == judged.candidate.machine]
    if judged is None or not offers:
        return Setting(asked.region, 0.0)
    name = offers[0].machine
    known = catalogued(name) if name in machines() or name in ec2_machines() else None
    bill, count, service = judged.cost.expected, judged.mean_replicas, offers[0].service
    return setting(asked.trace, asked.region, bill, count, service, known, asked.architecture, asked.serving)
