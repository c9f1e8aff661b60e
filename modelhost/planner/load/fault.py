"""What is wrong with a trace, in words for the person who gave it."""


class TraceError(ValueError):
    """A trace that cannot be read; the message says where, what is wrong with the value, and what to do."""


def fault(place: str, wrong: str, remedy: str) -> TraceError:
    """Return the fault at *place*, such as `trace.csv line 7`."""
    return TraceError(f"{place}: {wrong}; {remedy}")


def shown(value: object, longest: int = 60) -> str:
    """Return *value* as it may stand in a message: short, on one line."""
    text = repr(value)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
