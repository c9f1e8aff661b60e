"""Answers for the digits classifier inside the SageMaker scikit-learn container: four functions, NumPy only."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

PIXELS = 64
"""A digit is 8 x 8 grey values from 0 to 16, row by row."""


def model_fn(model_dir):
    """Load the layers; an .npz is data, so it opens under any version of NumPy or scikit-learn."""
    with np.load(Path(model_dir) / "model.npz", allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def input_fn(body, content_type):
    """Read digits, one per row, from JSON (a list, or {"instances": list}) or from CSV."""
    text = body.decode("utf-8") if isinstance(body, (bytes, bytearray)) else body
    kind = content_type.split(";")[0].strip()
    if kind == "application/json":
        document = json.loads(text)
        rows = document["instances"] if isinstance(document, dict) else document
    elif kind == "text/csv":
        rows = [line.split(",") for line in text.splitlines() if line.strip()]
    else:
        raise ValueError(f"content type {content_type!r} is not read; send application/json or text/csv")
    digits = np.atleast_2d(np.asarray(rows, dtype=np.float64))
    if digits.ndim != 2 or digits.shape[1] != PIXELS:
        raise ValueError(f"a digit is {PIXELS} numbers, got an array of shape {digits.shape}")
    return digits


def predict_fn(digits, model):
    """Return the most likely label of each digit and how probable the network finds it."""
    hidden = np.maximum((digits / 16.0) @ model["hidden_weights"] + model["hidden_bias"], 0.0)
    scores = hidden @ model["output_weights"] + model["output_bias"]
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = odds / odds.sum(axis=1, keepdims=True)
    best = chances.argmax(axis=1)
    return model["labels"][best], chances[np.arange(len(best)), best]


def output_fn(prediction, accept):
    """Write labels as CSV where asked, else labels and probabilities as JSON."""
    labels, chances = prediction
    if accept.split(";")[0].strip() == "text/csv":
        return "\n".join(str(label) for label in labels.tolist()) + "\n", "text/csv"
    answer = {"labels": labels.tolist(), "probabilities": [round(chance, 3) for chance in chances.tolist()]}
    return json.dumps(answer), "application/json"
