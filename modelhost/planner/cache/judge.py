"""Does caching help? Answers and prefixes judged by what they save, net of what the cache costs."""

from dataclasses import replace

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.cache.caching import Caching, Curve, Reuse, Setting
from modelhost.planner.cache.curve import curve
from modelhost.planner.cache.memory_price import Memory, memory
from modelhost.planner.cache.reuse import Bound, blocks, latest, prompts
from modelhost.planner.load.trace import Requests, Trace

GIB = 1 << 30
TOKEN_BYTES = 4.0
"""Bytes of text per token of an answer; assumed."""
ENTRY_BYTES = 200.0
"""Bytes of an answer's key and bookkeeping; assumed."""
MOST_KEYS = 4_000_000
"""Prompts, or blocks of prompts, that are looked at: the latest ones, which begin with a cold cache."""
LEAST_SAVED = 0.02
"""A cache that saves a smaller share of the bill, or of the work where no bill is known, does not help."""
NO = "caching does not help here"
GIVE = "give hashes of prompts or of their blocks as a column to have it judged"
NAMES = {Reuse.RESPONSE: "answers", Reuse.PREFIX: "blocks of prompts"}


def best(trace: Trace, setting: Setting) -> Caching:
    """Return the cache that pays most; else the one that might, with its bound; else one that does not, and why."""
    both = judged(trace, setting)
    answers, prefixes = both
    if answers.helps is False and prefixes.helps is None and prefixes.hit_ratio == 1.0:
        return _half(trace, answers, prefixes)
    for helps in (True, None):
        those = [caching for caching in both if caching.helps is helps]
        if those:
            return max(those, key=lambda caching: (caching.net_usd_per_month, caching.saved_share))
    return max(both, key=lambda caching: caching.hit_ratio)


def _half(trace: Trace, answers: Caching, prefixes: Caching) -> Caching:
    """Return the verdict where answers do not help and of prefixes nothing is known; without tokens there are none."""
    requests = trace.requests or trace.counted
    if requests is None or requests.input_tokens is None:
        return answers
    because = f"{answers.because}; {prefixes.because}"
    return replace(prefixes, answer="not for whole answers; for prefixes not known", because=because)


def judged(trace: Trace, setting: Setting) -> tuple[Caching, Caching]:
    """Return whether a cache of answers helps, and whether one of prefixes does."""
    requests = trace.requests or trace.counted
    if requests is None:
        nothing = Bound(1.0, "the trace has counts only")
        return _bounded(Reuse.RESPONSE, nothing, setting), _bounded(Reuse.PREFIX, nothing, setting)
    recent = latest(requests, MOST_KEYS)
    return _answers(recent, setting), _prefixes(recent, setting)


def _answers(requests: Requests, setting: Setting) -> Caching:
    used = prompts(requests)
    if isinstance(used, Bound):
        return _bounded(Reuse.RESPONSE, used, setting)
    size = setting.response_bytes or TOKEN_BYTES * _mean_tokens(requests)
    told = curve(used.keys, used.ends, size + ENTRY_BYTES)
    return _priced(Reuse.RESPONSE, told, setting, _bought(told, setting), 1.0)


def _prefixes(requests: Requests, setting: Setting) -> Caching:
    used = blocks(requests)
    if isinstance(used, Bound):
        return _bounded(Reuse.PREFIX, used, setting)
    share = 1.0 if setting.prefill_share is None else setting.prefill_share
    block_bytes = setting.token_bytes * (requests.block_tokens or 1)
    own = curve(used.keys, used.ends, block_bytes, setting.replicas)
    inside = _priced(Reuse.PREFIX, own, setting, _left_over(own, setting), share)
    if not block_bytes:
        return inside
    shared = own if setting.replicas == 1 else curve(used.keys, used.ends, block_bytes)
    outside = _priced(Reuse.PREFIX, shared, setting, _bought(shared, setting), share)
    return max(inside, outside, key=lambda caching: (bool(caching.helps), caching.net_usd_per_month))


def _mean_tokens(requests: Requests) -> float:
    tokens = requests.output_tokens
    return float(tokens.mean()) if tokens is not None and len(tokens) else 0.0


def _bought(told: Curve, setting: Setting) -> Floats:
    """Return (sizes,) USD per month of a machine that holds so much."""
    return memory(setting.region).usd(told.entries * told.entry_bytes / GIB)


def _left_over(told: Curve, setting: Setting) -> Floats:
    """Return (sizes,) nothing where a replica has so much memory left, else infinity."""
    if not told.entry_bytes:
        return np.zeros(len(told.entries))
    return np.where(told.entries * told.entry_bytes / GIB <= setting.free_gib, 0.0, np.inf)


def _saved(ratio: Floats, setting: Setting, share: float) -> Floats:
    """Return what the replicas cost less: in proportion to the work, but for those that stay anyhow."""
    most = max(0.0, setting.usd_per_month - setting.floor_usd_per_month)
    return np.minimum(ratio * share * setting.usd_per_month, most)


def _priced(reuse: Reuse, told: Curve, setting: Setting, cost: Floats, share: float) -> Caching:
    """Return the verdict at the size that pays most."""
    saved = _saved(told.hit_ratio, setting, share)
    place = int(np.argmax(saved - cost if setting.usd_per_month else np.where(np.isinf(cost), -1.0, told.hit_ratio)))
    ratio, size = float(told.hit_ratio[place]), float(told.entries[place] * told.entry_bytes / GIB)
    paid = float(cost[place])
    gain = float(saved[place]) - paid
    known = told.entry_bytes > 0 and (reuse is Reuse.RESPONSE or setting.prefill_share is not None)
    pays = gain > LEAST_SAVED * setting.usd_per_month if setting.usd_per_month else ratio * share > LEAST_SAVED
    if not pays or np.isinf(paid):
        because = _why_not(reuse, told, setting, share)
        return Caching(reuse, False, NO, because, False, float(told.hit_ratio[-1]), 0.0, 0.0, 0.0, 0.0, told)
    because = _why(reuse, told, place, setting, paid, memory(setting.region))
    answer = f"a cache of {size:.3g} GiB for {NAMES[reuse]} saves {gain:,.0f} USD a month"
    if not setting.usd_per_month:
        answer = f"a cache for {NAMES[reuse]} takes away {ratio * share:.0%} of the work"
    if not known:
        answer = f"at most {ratio * share:.0%} of the work"
        because += "; the model's architecture and service time would tell what that takes and saves"
    helps = True if known else None
    return Caching(
        reuse, helps, answer, because, not known, ratio, ratio * share, size, float(saved[place]), paid, told
    )


def _why(reuse: Reuse, told: Curve, place: int, setting: Setting, paid: float, prices: Memory) -> str:
    ratio, size = told.hit_ratio[place], told.entries[place] * told.entry_bytes / GIB
    text = f"{ratio:.1%} of the {NAMES[reuse]} are there again with {told.entries[place]:,} kept"
    text += f", {told.hit_ratio[-1]:.1%} without limit"
    if paid:
        fetched = "; the time to fetch them is not counted" if reuse is Reuse.PREFIX else ""
        return f"{text}; {prices.name(float(size))} holds {size:.3g} GiB for {paid:,.0f} USD a month{fetched}"
    where = f" in each of {setting.replicas} replicas" if setting.replicas > 1 else ""
    return f"{text}; {size:.3g} GiB are left over{where}" if told.entry_bytes else text


def _why_not(reuse: Reuse, told: Curve, setting: Setting, share: float) -> str:
    ratio = float(told.hit_ratio[-1])
    if ratio * share <= LEAST_SAVED:
        return f"{ratio:.1%} of the {NAMES[reuse]} come again, whatever is kept"
    text = f"{ratio:.1%} of the {NAMES[reuse]} come again, but what that saves does not pay for"
    return f"{text} the {told.entries[-1] * told.entry_bytes / GIB:.3g} GiB that hold them"


def _bounded(reuse: Reuse, bound: Bound, setting: Setting) -> Caching:
    """Return the verdict where only a bound is known: it may say no, never yes."""
    share = 1.0 if reuse is Reuse.RESPONSE or setting.prefill_share is None else setting.prefill_share
    saved = float(_saved(np.array([bound.ratio]), setting, share)[0])
    if bound.ratio * share <= LEAST_SAVED:
        because = f"{bound.because}, an upper bound"
        return Caching(reuse, False, NO, because, True, bound.ratio, 0.0, 0.0, 0.0, 0.0)
    known = bound.ratio < 1.0
    answer = f"at most {bound.ratio:.1%} of the {NAMES[reuse]}" if known else "not known"
    because = f"{bound.because}: an upper bound; {GIVE}" if known else f"{bound.because}; {GIVE}"
    return Caching(reuse, None, answer, because, True, bound.ratio, bound.ratio * share, 0.0, saved, 0.0)
