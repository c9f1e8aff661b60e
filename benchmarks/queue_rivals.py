"""The queue with c servers in three simulation libraries, each as its own documentation writes it."""

import importlib.util
import random
from collections.abc import Callable, Generator
from typing import Any

import simpy

from benchmarks.side_by_side import Rival

if importlib.util.find_spec("cimba"):  # its compiler must be there before the first function is compiled
    import cimba


def in_simpy(servers: int, utilisation: float, customers: int) -> Rival:
    """The queue in SimPy: a process per customer and a resource."""

    def customer(env: simpy.Environment, desk: simpy.Resource, waits: list[float]) -> Generator[Any, Any, None]:
        came = env.now
        with desk.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(random.expovariate(1.0))

    def run() -> float:
        env, waits = simpy.Environment(), []
        desk = simpy.Resource(env, servers)

        def door() -> Generator[Any, Any, None]:
            for _ in range(customers):
                yield env.timeout(random.expovariate(servers * utilisation))
                env.process(customer(env, desk, waits))

        env.process(door())
        env.run()
        return sum(waits) / len(waits)

    return Rival("SimPy", customers, run)


def in_ciw(servers: int, utilisation: float, customers: int) -> Rival:
    """The queue in Ciw."""
    import ciw

    rate = servers * utilisation
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=rate)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[servers],
    )

    def run() -> None:
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(customers / rate)

    return Rival("Ciw", customers, run)


def in_cimba(servers: int, utilisation: float, customers: int) -> Rival:
    """The queue on the C engine cimba, its model compiled before."""
    from benchmarks.cimba_line import SERVERS, UTILISATION, Line

    if (servers, utilisation) != (SERVERS, UTILISATION):
        raise ValueError(f"{servers} servers at {utilisation}: cimba's model has {SERVERS} at {UTILISATION}")
    model, window = Line(), cimba.Window(warmup=0, duration=customers / (servers * utilisation))
    return Rival("cimba", customers, lambda: cimba.Experiment(model, replications=1, window=window, seed=1).run())


RIVALS: dict[str, Callable[[int, float, int], Rival]] = {"simpy": in_simpy, "ciw": in_ciw, "cimba": in_cimba}
