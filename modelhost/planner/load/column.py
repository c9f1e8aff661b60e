"""Which column of a trace means what, told from its name, or said by the person who gives it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from modelhost.planner.load.fault import fault, shown


class Role(StrEnum):
    """What a column may mean; the values are the words of `--columns`."""

    TIME = "time"
    REQUESTS = "requests"
    RATE = "rate"
    INPUT = "input"
    OUTPUT = "output"
    CV = "cv"
    PROMPT = "prompt"
    BLOCKS = "blocks"
    REUSED = "reused"


WINDOW = "window"
"""A further word of `--columns`: the width of a window in seconds, for a file that has no times."""
NONE = "none"
"""What `--columns` says of a role that no column has."""


class Column(NamedTuple):
    """A column with a meaning."""

    place: int
    """Where it stands."""
    name: str
    """What it is called."""
    unit: str = ""
    """Unit of a time (ns, us, ms, s, min, h) or of a rate (s, min, h: per what); empty where it is not said."""
    assumed: bool = False
    """Whether nobody said the unit: traces of this kind have it."""


UNITS = {
    "ns": 1e-9,
    "us": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "m": 60.0,
    "min": 60.0,
    "minute": 60.0,
    "minutes": 60.0,
    "h": 3_600.0,
    "hour": 3_600.0,
    "hours": 3_600.0,
    "day": 86_400.0,
}
"""Seconds of a unit."""
TIME_UNIT = r"(?: (ns|us|ms|s|sec|seconds|min|minutes|h|hours))?"
NAMES: dict[Role, tuple[str, ...]] = {
    Role.TIME: (
        rf"arrival(?: time(?: ?stamp)?)?{TIME_UNIT}",
        rf"arrived(?: at| time)?{TIME_UNIT}",
        rf"(?:request|start|event|invocation|window|period|interval)(?: start)? (?:time ?(?:stamp)?|start){TIME_UNIT}",
        rf"(?:started|created|received|submitted)(?: at| time)?{TIME_UNIT}",
        rf"time ?stamp(?: utc)?{TIME_UNIT}",
        rf"(?:date ?time|date|time|start|ts|t|epoch|unix(?: time)?|when|at|bucket|window)(?: utc)?{TIME_UNIT}",
        r"(second|minute|hour|day)s?",
        rf"(?:arrival|unix|epoch|log|bucket|window|interval) ?(?:ts|time|time ?stamp|start|bin){TIME_UNIT}",
        r"ds|interval|period",
        r"(?!.*\b(?:end|elapsed|response|duration|latency|service|wait|cpu)\b)(?:\w+ )*(?:time ?stamp|time|date|at)"
        rf"{TIME_UNIT}",
        rf"time bin{TIME_UNIT}",
        rf"(?:end|finish|completion) ?time ?(?:stamp)?{TIME_UNIT}|(?:ended|finished|completed)(?: at)?{TIME_UNIT}",
    ),
    Role.REQUESTS: (
        r"(?:num |number of |total |n )?(?:requests|invocations|queries|hits|calls|arrivals)(?: count| total| sum)?",
        r"(?:request|invocation|query|hit|call|arrival) ?(?:count|s)(?: sum)?",
        r"(?:page ?)?views|visits|events|jobs|transactions|messages|tweets",
        r"count|counts|sum|total|volume|n|value|y",
    ),
    Role.RATE: (
        r"(?:(?:mean |avg |request |arrival )?rate )?(?:rps|qps|tps|req s|rate s)(?: mean| avg)?",
        r"(?:requests|queries|invocations|calls|req|reqs) per (s|sec|second|m|min|minute|h|hour)",
        r"rpm|qpm",
        r"(?:throughput|load|traffic|request rate|offered) (?:rps|qps|tps)",
        r"(?:request |arrival |mean |invocation )?rate|throughput|load",
    ),
    Role.INPUT: (
        r"(?:num |mean |avg )?(?:input|prompt|context|request|prefill)(?: num)?"
        r" (?:tokens?|toks?|token count|length|len|size)(?: count| mean| avg)?",
        r"num prefill tokens|tokens in|isl|input",
    ),
    Role.OUTPUT: (
        r"(?:num |mean |avg )?(?:output|generated|completion|response|decode|generation|answer)(?: num)?"
        r" (?:tokens?|toks?|token count|length|len|size)(?: count| mean| avg)?",
        r"num decode tokens|tokens out|osl|output|token size",
    ),
    Role.CV: (r"(?:rate weighted |arrival |gap )?cv", r"burstiness"),
    Role.PROMPT: (
        r"(?:prompt|body|request|content|query|payload) ?(?:hash|digest)|prompt (?:id|key)",
        r"prompt|query|payload|hash",
    ),
    Role.BLOCKS: (r"(?:block |prefix )?(?:hash ids|hashes|block ids|block hashes)", r"blocks"),
    Role.REUSED: (r"(?:prefix )?(?:hit|cached|reused) blocks.*", r"prefix hits?(?: blocks)?"),
}
"""What columns of each role are called, the surest first; compared with words in lower case."""
NOT_LOAD = re.compile(
    r".*\b(latency|duration|status|code|id|bytes|size|model|type|session|user|elapsed|response|max|min|avg|mean|p\d+|"
    r"clients|anomaly|label|url|method|path|client|name|region|log|tokens?)\b.*"
)
"""Columns that are no load, whatever their numbers."""
LONGEST_NAME = 200
"""So much of a name is looked at."""
PER = {"rpm": "min", "qpm": "min"}


def words(name: str) -> str:
    """Return *name* in lower-case words, such as `context tokens` for `ContextTokens`."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:LONGEST_NAME])
    return re.sub(r"[^a-z0-9]+", " ", split.lower()).strip()


def detected(place: str, names: tuple[str, ...], said: Mapping[str, str] | None = None) -> dict[Role, Column]:
    """Return the column of each role; what is *said* wins, and a role said to be `none` is left out.

    Raise TraceError for a word, column or unit that there is not.
    """
    chosen = {} if said is None else {word: name for word, name in said.items() if word != WINDOW}
    for word in chosen:
        if word not in set(Role):
            raise fault(place, f"{shown(word)} is not a meaning", f"use {', '.join(Role)} or {WINDOW}")
    taken = {Role(word): _said(place, names, name) for word, name in chosen.items() if name != NONE}
    left_out = {Role(word) for word, name in chosen.items() if name == NONE}
    used = {column.place for column in taken.values()}
    for role in Role:
        if role not in taken and role not in left_out:
            found = _named(role, names, used)
            if found:
                taken[role] = found
                used.add(found.place)
    if not taken and said is not None and WINDOW in said and len(names) == 1:
        return {Role.REQUESTS: Column(0, names[0])}
    return _lonely(names, _mooncake(taken), left_out)


def _said(place: str, names: tuple[str, ...], text: str) -> Column:
    if text in names:
        return Column(names.index(text), text, _unit(text))
    name, _, unit = text.rpartition(":")
    if name not in names:
        raise fault(place, f"there is no column {shown(text)}", f"use one of {shown(', '.join(names), 200)}")
    if unit not in UNITS:
        raise fault(place, f"{shown(unit)} is not a unit of time", f"use {', '.join(UNITS)}")
    return Column(names.index(name), name, unit)


def _named(role: Role, names: tuple[str, ...], used: set[int]) -> Column | None:
    for pattern in NAMES[role]:
        for place, name in enumerate(names):
            match = None if place in used else re.fullmatch(pattern, words(name))
            if match:
                unit = next((group for group in match.groups() if group), PER.get(match.group(), ""))
                return Column(place, name, unit)
    return None


def _unit(name: str) -> str:
    last = words(name).rpartition(" ")[2]
    return last if last in UNITS else ""


def _mooncake(taken: dict[Role, Column]) -> dict[Role, Column]:
    """Mooncake's traces (kvcache-ai/Mooncake, FAST'25) have `timestamp` in ms beside `hash_ids`, and do not say so.

    Those of alibaba-edu/qwen-bailian-usagetraces-anon have seconds there, with fractions: the reader of times looks.
    """
    blocks, time = taken.get(Role.BLOCKS), taken.get(Role.TIME)
    if blocks and time and not time.unit and words(blocks.name) == "hash ids":
        return taken | {Role.TIME: time._replace(unit="ms", assumed=True)}
    return taken


def _lonely(names: tuple[str, ...], taken: dict[Role, Column], left_out: set[Role]) -> dict[Role, Column]:
    """Take the only other column for the requests, where nothing says what the rows are."""
    if Role.TIME not in taken or len(taken) > 1 or Role.REQUESTS in left_out:
        return taken
    others = [place for place in range(len(names)) if place != taken[Role.TIME].place]
    if len(others) == 1 and not NOT_LOAD.match(words(names[others[0]])):
        return taken | {Role.REQUESTS: Column(others[0], names[others[0]])}
    return taken
