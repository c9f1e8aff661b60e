"""Fitting the three scalars: predictions on a grid, straight lines between, and the best point by a capped error."""

from __future__ import annotations

import sys

import numpy as np

from benchmarks.service.predict import predicted
from benchmarks.service.run import Run
from modelhost.planner.service.physical.scalar import Scalars

BANDWIDTHS = np.linspace(0.5, 1.0, 6)
LAYER_SECONDS = np.linspace(10e-6, 90e-6, 5)
INTAKE_SECONDS = np.linspace(0.0, 0.030, 61)
FINER = 10
CAP = 0.3
"""Errors beyond this count no more: replicates of Mixtral themselves differ by 1.2 to 1.4 times."""


class Surface:
    """The logarithm of each run's metrics by the scalars."""

    def __init__(self, runs: list[Run], measured_tokens: bool) -> None:
        """Predict all *runs* at each point of the grid, without intake, which only adds."""
        self.runs = runs
        tokens = [run.measured_tokens if measured_tokens else run.output_tokens for run in runs]
        self.intake = np.array([[1_000.0, 1_000.0, 1_000.0 / round(count), 1_000.0] for count in tokens])
        grid = np.empty((len(BANDWIDTHS), len(LAYER_SECONDS), len(runs), 4))
        for place, bandwidth in enumerate(BANDWIDTHS):
            print(f"fit: bandwidth {bandwidth:.2f}", file=sys.stderr)
            for other, layer in enumerate(LAYER_SECONDS):
                scalars = Scalars(float(bandwidth), float(layer), 0.0)
                grid[place, other] = [predicted(run, scalars, measured_tokens, seeds=(1,)) for run in runs]
        fine = np.linspace(0, len(BANDWIDTHS) - 1, (len(BANDWIDTHS) - 1) * FINER + 1)
        also = np.linspace(0, len(LAYER_SECONDS) - 1, (len(LAYER_SECONDS) - 1) * FINER + 1)
        self.bandwidths = np.interp(fine, np.arange(len(BANDWIDTHS)), BANDWIDTHS)
        self.layers = np.interp(also, np.arange(len(LAYER_SECONDS)), LAYER_SECONDS)
        self.values = np.exp(_between(_between(np.log(grid), fine, 0), also, 1))

    def losses(self) -> np.ndarray:
        """Return (intakes, bandwidths, layers, runs): mean over the metrics of the capped error's logarithm."""
        observed = np.array([run.observed for run in self.runs])
        levels = []
        for intake in INTAKE_SECONDS:
            errors = np.abs(np.log((self.values + intake * self.intake) / observed))
            levels.append(np.minimum(errors, CAP).mean(axis=-1))
        return np.array(levels)


def fitted(surface: Surface, losses: np.ndarray, without: str = "") -> Scalars:
    """Return the scalars of the least mean over the models but *without*, of the mean over their runs."""
    models = sorted({run.model for run in surface.runs} - {without})
    means = [losses[..., [run.model == model for run in surface.runs]].mean(axis=-1) for model in models]
    place = np.unravel_index(np.mean(means, axis=0).argmin(), losses.shape[:-1])
    return Scalars(
        float(surface.bandwidths[place[1]]), float(surface.layers[place[2]]), float(INTAKE_SECONDS[place[0]])
    )


def _between(values: np.ndarray, places: np.ndarray, axis: int) -> np.ndarray:
    """Return *values* at *places* along *axis*, by straight lines."""
    low = np.minimum(places.astype(int), values.shape[axis] - 2)
    share = (places - low).reshape([-1 if each == axis else 1 for each in range(values.ndim)])
    return np.take(values, low, axis) * (1 - share) + np.take(values, low + 1, axis) * share
