"""Walk through the definition of a state machine."""

from collections.abc import Iterator
from typing import Any


def targets(state: dict[str, Any]) -> set[str]:
    """Return where a state may go."""
    jumps = [state, *state.get("Catch", []), *state.get("Choices", [])]
    return {each["Next"] for each in jumps if "Next" in each} | ({state["Default"]} if "Default" in state else set())


def scopes(machine: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each set of states with its start: the machine's and those of its maps."""
    yield machine["StartAt"], machine["States"]
    for state in machine["States"].values():
        if "ItemProcessor" in state:
            yield state["ItemProcessor"]["StartAt"], state["ItemProcessor"]["States"]


def all_states(machine: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return every state with its name, those of maps included."""
    return [pair for _, states in scopes(machine) for pair in states.items()]


def reached(start: str, states: dict[str, Any]) -> set[str]:
    """Return the states that can be reached."""
    found: set[str] = set()
    coming = {start}
    while coming:
        found |= coming
        coming = {each for name in coming for each in targets(states[name])} - found
    return found
