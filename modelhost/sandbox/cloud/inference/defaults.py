"""What the scikit-learn container does for a script that does not: read and write JSON, CSV and NumPy."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np


def input_fn(body: bytes, content_type: str) -> Any:
    """Read an array."""
    if content_type == "application/json":
        return np.array(json.loads(body))
    if content_type == "text/csv":
        return np.genfromtxt(io.BytesIO(body), delimiter=",", dtype=np.float32)
    if content_type == "application/x-npy":
        return np.load(io.BytesIO(body), allow_pickle=False)
    raise ValueError(f"Content type {content_type} is not supported by this framework.")


def predict_fn(data: Any, model: Any) -> Any:
    """Ask the model."""
    return model.predict(data)


def output_fn(prediction: Any, accept: str) -> tuple[bytes, str]:
    """Write an array."""
    array = np.asarray(prediction)
    if accept == "text/csv":
        rows = array.reshape(array.shape[0], -1).tolist()
        return "\n".join(",".join(str(value) for value in row) for row in rows).encode(), accept
    if accept == "application/x-npy":
        buffer = io.BytesIO()
        np.save(buffer, array)
        return buffer.getvalue(), accept
    return json.dumps(array.tolist()).encode(), "application/json"
