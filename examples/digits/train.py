"""Train the digits classifier from scikit-learn's own data and write the artifact folder that the dev stack uploads.

Run `python examples/digits/train.py`; the same versions and seed write the same bytes, so a second run
redeploys nothing.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

HERE = Path(__file__).resolve().parent
SEED = 7
LARGEST_PIXEL = 16.0
DECIMALS = 4
"""Weights are rounded, so that the last bits of a processor's arithmetic do not make another artifact."""


def train() -> tuple[dict[str, Any], float, np.ndarray]:
    """Fit one hidden layer on three quarters of the data; return the layers, held-out accuracy and held-out digits."""
    pixels, labels = load_digits(return_X_y=True)
    seen, held_out, seen_labels, held_out_labels = train_test_split(
        pixels, labels, test_size=0.25, random_state=SEED, stratify=labels
    )
    network = MLPClassifier(hidden_layer_sizes=(48,), alpha=0.01, max_iter=400, random_state=SEED)
    network.fit(seen / LARGEST_PIXEL, seen_labels)
    (hidden_weights, output_weights), (hidden_bias, output_bias) = network.coefs_, network.intercepts_
    layers = {
        "hidden_weights": hidden_weights.round(DECIMALS),
        "hidden_bias": hidden_bias.round(DECIMALS),
        "output_weights": output_weights.round(DECIMALS),
        "output_bias": output_bias.round(DECIMALS),
        "labels": network.classes_,
    }
    return layers, accuracy(layers, held_out, held_out_labels), held_out


def accuracy(layers: dict[str, Any], digits: np.ndarray, labels: np.ndarray) -> float:
    """Score the layers with the very code that will serve them."""
    from inference import predict_fn

    answers, _ = predict_fn(digits, layers)
    return float((answers == labels).mean())


def write(folder: Path, layers: dict[str, Any]) -> None:
    """Write the artifact as the SageMaker container expects it: weights at the root, the script under code/."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "code").mkdir(parents=True)
    np.savez(folder / "model.npz", **layers)
    shutil.copyfile(HERE / "inference.py", folder / "code" / "inference.py")


def main() -> None:
    """Train, write and say how good it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE / "model", help="artifact folder to write")
    parser.add_argument("--sample", type=Path, help="also write a request of five held-out digits to this file")
    options = parser.parse_args()
    layers, score, held_out = train()
    write(options.out, layers)
    if options.sample:
        rows = ",\n  ".join(json.dumps(digit) for digit in held_out[:5].astype(int).tolist())
        options.sample.write_text(f'{{"instances": [\n  {rows}\n]}}\n')
    print(f"digits: accuracy {score:.4f} on {len(held_out)} held-out digits; wrote {options.out}")


if __name__ == "__main__":
    main()
