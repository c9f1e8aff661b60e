"""Compile the planner's loops once, for all workers: they stay on the disk beside the sources."""

from modelhost.planner.plan import plan
from tests.planner.question import question

if __name__ == "__main__":
    plan(question())
