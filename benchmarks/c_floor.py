"""The queue kernel in C, compiled when it is asked for, where there is a compiler."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from modelhost.planner.exponential import EDGE, HEIGHT, SAFE, WIDTH, seeded
from modelhost.planner.queueing import CELLS, WARM_SHARE

SOURCE = Path(__file__).with_name("mmc.c")
FLAGS = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]


def c_floor(servers: int, utilisation: float, customers: int, seed: int) -> Callable[[], float] | None:
    """Return a function that lets customers pass in C and returns their mean wait; none without a compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "mmc.so"
        subprocess.run([compiler, *FLAGS, str(SOURCE), "-o", str(library), "-lm"], check=True)
        line = ctypes.CDLL(str(library)).line
    line.restype = ctypes.c_double
    warm = int(WARM_SHARE * customers)

    def run() -> float:
        state, free, cells = seeded(seed), np.zeros(servers), np.zeros(CELLS + 1, dtype=np.int64)
        tables = [table.ctypes for table in (SAFE, WIDTH, HEIGHT)]
        rate, cells_per_time = ctypes.c_double(servers * utilisation), ctypes.c_double(CELLS / 10.0)
        ends = ctypes.c_int64(customers), ctypes.c_int64(warm)
        edge, last = ctypes.c_double(EDGE), ctypes.c_int64(CELLS)
        total = line(state.ctypes, *tables, edge, free.ctypes, servers, rate, *ends, cells_per_time, cells.ctypes, last)
        return float(total / (customers - warm))

    return run
