"""Names for the kinds of arrays that the planner passes around."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
"""Real numbers."""
Counts = npt.NDArray[np.int64]
"""Whole numbers, and times in nanoseconds."""
