"""Made-up loads for an endpoint that has no traffic yet, asked for by a string such as
`synthetic:diurnal,mean=20,peak=60,days=14`; rates are requests per second.
"""

from collections.abc import Callable
from math import isfinite

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.clock import DAY_SECONDS, HOUR_SECONDS
from modelhost.planner.load.fault import fault, shown
from modelhost.planner.load.limit import MOST_WINDOWS
from modelhost.planner.load.trace import Tokens, Trace

PREFIX = "synthetic:"
Words = dict[str, float]
LENGTH: Words = {"days": 14.0, "window": 60.0, "seed": 0.0, "poisson": 1.0, "input": 0.0, "output": 0.0}
"""What every shape takes: days, seconds of a window, seed, whether counts vary by chance, tokens of a request."""


def synthetic(text: str, seed: int = 0) -> Trace:
    """Return the load that *text* asks for: a shape and words, such as `synthetic:bursty,mean=20,burst=5`.

    Counts vary by chance as a Poisson process does, by *seed* or `seed=`; `poisson=0` gives the rates themselves.
    Raise TraceError for a word or a value that is not understood.
    """
    shape, words = parsed(text)
    windows = int(words["days"] * DAY_SECONDS / words["window"])
    random = np.random.default_rng(int(words["seed"]) or seed)
    seconds = np.arange(0.5, windows, dtype=np.float64) * words["window"]
    means: Floats = np.maximum(SHAPES[shape][1](seconds, words, random), 0.0) * words["window"]
    counts: Floats = random.poisson(means).astype(np.float64) if words["poisson"] else means
    lengths = np.array([words["input"]]), np.array([words["output"]])
    tokens = Tokens(np.ones(1), *lengths) if words["input"] or words["output"] else None
    return Trace(text, None, words["window"], counts, tokens=tokens, notes=(f"made up: {text}",))


def parsed(text: str) -> tuple[str, Words]:
    """Return the shape and all its words, given or by default."""
    shape, *pairs = (part.strip() for part in text.removeprefix(PREFIX).split(","))
    if shape not in SHAPES:
        raise fault(text, f"{shown(shape)} is not a shape", f"use one of {', '.join(SHAPES)}")
    words = LENGTH | SHAPES[shape][0]
    for pair in pairs:
        name, _, value = pair.partition("=")
        words[name] = _number(text, name, value, words)
    _check(text, words)
    return shape, words


def _number(text: str, name: str, value: str, words: Words) -> float:
    if name not in words:
        raise fault(text, f"{shown(name)} is not a word of it", f"use {', '.join(words)}")
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or not 0.0 <= number <= 1e9:
        raise fault(text, f"{name}={shown(value)} is not a number of 0 to 1e9", f"write {name}=10")
    return number


def _check(text: str, words: Words) -> None:
    windows = words["days"] * DAY_SECONDS / words["window"] if words["window"] >= 0.001 else float("inf")
    if not 1 <= windows <= MOST_WINDOWS:
        raise fault(text, f"{windows:,.0f} windows are not 1 to {MOST_WINDOWS:,}", "change days or window")
    if words.get("peak", 0.0) * words["window"] > 1e12:
        raise fault(text, f"a peak of {words['peak']:g} requests/s is too much", "use a lower peak or a shorter window")


def _constant(seconds: Floats, words: Words, random: np.random.Generator) -> Floats:
    """The same rate all the time."""
    return np.full(len(seconds), words["mean"])


def _diurnal(seconds: Floats, words: Words, random: np.random.Generator) -> Floats:
    """A day's wave whose mean and highest rate are as given, highest at `hour`; never below nothing."""
    return _wave(seconds, words["mean"], words["peak"], words["hour"])


def _weekly(seconds: Floats, words: Words, random: np.random.Generator) -> Floats:
    """The day's wave on working days, with `weekend` times as much on the sixth and seventh day."""
    day = (seconds // DAY_SECONDS) % 7
    return _diurnal(seconds, words, random) * np.where(day >= 5, words["weekend"], 1.0)


def _bursty(seconds: Floats, words: Words, random: np.random.Generator) -> Floats:
    """A Poisson process between two rates (MMPP): `share` of the time `burst` times the other, for `length` seconds."""
    calm = words["mean"] / (1.0 + min(words["share"], 1.0) * (words["burst"] - 1.0))
    end, share = seconds[-1] if len(seconds) else 0.0, min(max(words["share"], 1e-6), 1.0 - 1e-6)
    pairs = int(min(end / max(words["length"] / share, 1e-3) * 2 + 64, MOST_WINDOWS))
    stays = np.empty(2 * pairs)
    stays[0::2] = random.exponential(words["length"] * (1.0 - share) / share, pairs)
    stays[1::2] = random.exponential(words["length"], pairs)
    bursting = np.searchsorted(np.cumsum(stays), seconds) % 2 == 1
    return np.where(bursting, calm * words["burst"], calm)


def _flash(seconds: Floats, words: Words, random: np.random.Generator) -> Floats:
    """A steady rate, and once, at `at` days, a crowd: up to `peak` in `rise` seconds, then halved every `half`."""
    since = seconds - words["at"] * DAY_SECONDS
    rising = np.clip(since / max(words["rise"], 1e-9), 0.0, 1.0)
    falling = 0.5 ** (np.maximum(since - words["rise"], 0.0) / max(words["half"], 1e-9))
    return words["mean"] + (words["peak"] - words["mean"]) * rising * falling


def _ramp(seconds: Floats, words: Words, random: np.random.Generator) -> Floats:
    """A rate that grows evenly from `low` to `peak`."""
    end = max(float(seconds[-1]), 1e-9) if len(seconds) else 1.0
    return words["low"] + (words["peak"] - words["low"]) * seconds / end


def _wave(seconds: Floats, mean: float, peak: float, hour: float) -> Floats:
    """A wave exp(k cos x) / I0(k), sharper the farther the peak is above the mean, so that it never needs cutting."""
    around = 2.0 * np.pi * (seconds - hour * HOUR_SECONDS) / DAY_SECONDS
    wanted = max(peak / mean if mean > 0.0 else 1.0, 1.0)
    low, high = 0.0, 1e5
    for _ in range(80):
        sharp = (low + high) / 2.0
        low, high = (sharp, high) if 1.0 / _mean_wave(sharp) < wanted else (low, sharp)
    return mean * np.exp(low * (np.cos(around) - 1.0)) / _mean_wave(low)


def _mean_wave(sharp: float) -> float:
    """The mean of exp(k (cos x - 1)) over a day."""
    around = np.linspace(0.0, 2.0 * np.pi, 4_096, endpoint=False)
    return float(np.exp(sharp * (np.cos(around) - 1.0)).mean())


Maker = Callable[[Floats, Words, np.random.Generator], Floats]
SHAPES: dict[str, tuple[Words, Maker]] = {
    "constant": ({"mean": 10.0}, _constant),
    "diurnal": ({"mean": 10.0, "peak": 30.0, "hour": 14.0}, _diurnal),
    "weekly": ({"mean": 10.0, "peak": 30.0, "hour": 14.0, "weekend": 0.4}, _weekly),
    "bursty": ({"mean": 10.0, "burst": 5.0, "share": 0.1, "length": 300.0}, _bursty),
    "flash": ({"mean": 10.0, "peak": 100.0, "at": 1.5, "rise": 60.0, "half": 1_800.0}, _flash),
    "ramp": ({"low": 1.0, "peak": 50.0}, _ramp),
}
"""Each shape's own words with their defaults, and what makes it."""
