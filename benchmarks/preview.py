"""How long our program takes beside a bare one, and how previews grow with the number of endpoints.

Run it as `python -m benchmarks.preview [--endpoints 10 100 300] [--rounds 5]`; it prints JSON.
The bare program registers every resource of the dev stack's state, with the recorded dependencies and
without our components, in a stack whose state is the same; so both runs find nothing to change.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from benchmarks.process_time import ProcessTime
from tests.sandbox.workbench import REPOSITORY, Ran, Workbench, run

MAXIMUM_RATIO = 1.3
MAXIMUM_SPREAD = 0.15


def seconds(action: Callable[[], Ran]) -> float:
    """Wall-clock time of one successful command."""
    start = time.perf_counter()
    action().ok()
    return time.perf_counter() - start


def flat(urn: str) -> str:
    """The URN that the same resource has without a parent, in the stack `bare`."""
    kind, name = urn.split("::")[-2:]
    return f"urn:pulumi:bare::bare::{kind.split('$')[-1]}::{name}"


def flat_provider(reference: str) -> str:
    """A provider reference (`urn::id`) whose URN is flat."""
    urn, identity = reference.rsplit("::", 1)
    return f"{flat(urn)}::{identity}"


def bare_state(deployment: dict[str, Any]) -> dict[str, Any]:
    """The deployment with components left out and every other resource under the stack `bare`."""
    kept = []
    for item in deployment["resources"]:
        if not item.get("custom"):
            continue
        twin = {key: value for key, value in item.items() if key not in {"parent", "propertyDependencies", "aliases"}}
        twin |= {"urn": flat(item["urn"]), "dependencies": [flat(urn) for urn in item.get("dependencies", [])]}
        if "provider" in item:
            twin["provider"] = flat_provider(item["provider"])
        kept.append(twin)
    return deployment | {"resources": kept}


def bare_resources(deployment: dict[str, Any]) -> list[dict[str, Any]]:
    """What the bare program registers, in the order of the state."""
    return [
        {
            "urn": item["urn"],
            "type": item["type"],
            "name": item["urn"].split("::")[-1],
            "inputs": {key: value for key, value in item["inputs"].items() if not key.startswith("__")},
            "dependencies": item["dependencies"],
            "provider": item.get("provider", "").rsplit("::", 1)[0],
        }
        for item in deployment["resources"]
    ]


def bare_command(bench: Workbench, *verb: str) -> Ran:
    """A pulumi command on the bare program, whose project lies in the sandbox."""
    project = bench.folder / "bare"
    variables = bench.shell | {"BARE_RESOURCES": str(project / "resources.json")}
    return run(["pulumi", *verb, "--non-interactive", "-C", str(project)], variables)


def prepare_bare(bench: Workbench) -> int:
    """Make the bare project and stack from the dev stack's state; return how many resources it has."""
    project = bench.folder / "bare"
    project.mkdir()
    plugin = {"name": "modelhost", "path": str(REPOSITORY / "modelhost" / "provider")}
    runtime = {"name": "python", "options": {"virtualenv": str(Path(sys.prefix))}}
    settings = {"name": "bare", "runtime": runtime, "plugins": {"providers": [plugin]}}
    (project / "Pulumi.yaml").write_text(yaml.safe_dump(settings))
    (project / "Pulumi.bare.yaml").write_text(yaml.safe_dump({"encryptionsalt": bench.content["encryptionsalt"]}))
    (project / "__main__.py").write_text((Path(__file__).parent / "bare.py").read_text())
    state = bare_state(bench.export())
    (project / "resources.json").write_text(json.dumps(bare_resources(state)))
    (project / "state.json").write_text(json.dumps({"version": 3, "deployment": state}))
    bare_command(bench, "stack", "init", "bare").ok()
    bare_command(bench, "stack", "import", "-s", "bare", "--file", str(project / "state.json")).ok()
    bare_command(bench, "up", "--yes", "--skip-preview", "-s", "bare").ok()  # registers the stack itself
    return len(state["resources"])


def compare(bench: Workbench, rounds: int) -> dict[str, Any]:
    """No-change up of the dev stack against the bare program, alternating."""
    bench.init().up().ok()
    count = prepare_bare(bench)
    unchanged = ("up", "--yes", "--skip-preview", "--expect-no-changes")
    ours, bare = [], []
    for _ in range(rounds + 1):
        ours.append(seconds(lambda: bench.pulumi(*unchanged)))
        bare.append(seconds(lambda: bare_command(bench, *unchanged, "-s", "bare")))
    ours, bare = ours[1:], bare[1:]
    spread = max((max(times) - min(times)) / min(times) for times in (ours, bare))
    return {
        "resources": len(bench.export()["resources"]),
        "bare_resources": count,
        "ours_seconds": [round(t, 2) for t in ours],
        "bare_seconds": [round(t, 2) for t in bare],
        "ratio": round(min(ours) / min(bare), 3),
        "maximum_ratio": MAXIMUM_RATIO,
        "spread": round(spread, 3),
        "trustworthy": spread <= MAXIMUM_SPREAD,
    }


def many(content: dict[str, Any], endpoints: int) -> dict[str, Any]:
    """The dev stack file with its first endpoint repeated."""
    result = copy.deepcopy(content)
    environment = result["config"]["modelhost:environment"]
    template = environment["endpoints"]["digits"]
    template["model"]["artifact"] = "s3://models-of-benchmarks/digits/model.tar.gz"
    environment["endpoints"] = {f"digits-{number:03}": copy.deepcopy(template) for number in range(endpoints)}
    return result


def preview(bench: Workbench, endpoints: int) -> dict[str, Any]:
    """One preview of a new stack with that many endpoints."""
    other = bench.sibling(f"many{endpoints}", many(bench.content, endpoints)).init()
    with ProcessTime(f"MODELHOST_SANDBOX_DIR={bench.folder}") as used:
        start = time.perf_counter()
        steps = sum(json.loads(other.pulumi("preview", "--json").ok().stdout)["changeSummary"].values())
        wall = time.perf_counter() - start
    return {
        "endpoints": endpoints,
        "resources": steps,
        "seconds": round(wall, 1),
        "milliseconds_per_resource": round(1000 * wall / steps, 2),
        "cpu_seconds": used.seconds,
        "limited_by": max(used.seconds, key=lambda role: used.seconds[role]),
    }


def main() -> None:
    """Measure and print JSON; exit 1 when the ratio is over its maximum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoints", type=int, nargs="*", default=[10, 100, 300])
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    content = yaml.safe_load((REPOSITORY / "Pulumi.dev.yaml").read_text())
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder), "dev", content)
        try:
            result = {"no_change_up": compare(bench, chosen.rounds)}
            result["previews"] = [preview(bench, count) for count in chosen.endpoints]
        finally:
            bench.close()
    print(json.dumps(result, indent=2))
    sys.exit(result["no_change_up"]["ratio"] > MAXIMUM_RATIO)


if __name__ == "__main__":
    main()
