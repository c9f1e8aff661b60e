"""Numbers of replicas over a week in few steps, ahead of the load that they are for."""

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import DAY_SECONDS, WEEK_SECONDS
from modelhost.planner.compiled import compiled
from modelhost.planner.search.profile import BIN_SECONDS
from modelhost.planner.search.room import Room

STEP_SECONDS = 300
"""Schedules change on whole multiples of it."""
STEPS_PER_BIN = BIN_SECONDS // STEP_SECONDS
WEEK_STEPS = WEEK_SECONDS // STEP_SECONDS
DAY_STEPS = DAY_SECONDS // STEP_SECONDS


@compiled
def flattened(needed: Counts, penalty: float) -> Counts:
    """Return (days, pieces) counts, none below *needed*, of least sum when every change costs *penalty* pieces.

    Dynamic programming over where the last step of each beginning of a day starts.
    """
    days, pieces = needed.shape
    result = np.empty((days, pieces), dtype=np.int64)
    best = np.empty(pieces + 1)
    cut = np.zeros(pieces + 1, dtype=np.int64)
    for day in range(days):
        best[0] = 0.0
        for end in range(1, pieces + 1):
            best[end] = np.inf
            highest = 0
            for start in range(end - 1, -1, -1):
                highest = max(highest, int(needed[day, start]))
                cost = best[start] + highest * (end - start) + penalty
                if cost < best[end]:
                    best[end] = cost
                    cut[end] = start
        end = pieces
        while end > 0:
            begin = int(cut[end])
            result[day, begin:end] = needed[day, begin:end].max()
            end = begin
    return result


def week_stairs(usual: Floats, room: Room, safety: float, penalty: float) -> Counts:
    """Return (WEEK_STEPS,) replicas over the week for *safety* times the (7, BINS) rates *usual*, raised ahead.

    Where no such day was seen the most of the other days holds.
    """
    anyday = np.nanmax(np.where(np.isnan(usual), -1.0, usual), axis=0)
    anyday = np.where(anyday < 0, anyday.max(), anyday)
    filled = np.where(np.isnan(usual), anyday, usual)
    week = flattened(room.needed(filled * safety), penalty)
    return ahead(np.repeat(week.reshape(-1), STEPS_PER_BIN), room.lead_seconds)


def ahead(counts: Counts, lead_seconds: float) -> Counts:
    """Return *counts*, going round, with every rise *lead_seconds* earlier."""
    result = counts
    for shift in range(1, int(np.ceil(lead_seconds / STEP_SECONDS)) + 1):
        result = np.maximum(result, np.roll(counts, -shift))
    return result
