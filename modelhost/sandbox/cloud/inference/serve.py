"""The process of one model: loads its script and answers requests as the SageMaker containers do."""

from __future__ import annotations

import importlib.util
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from modelhost.sandbox.cloud.inference.defaults import input_fn, output_fn, predict_fn
from modelhost.sandbox.cloud.inference.frame import receive, send

DEFAULTS: dict[str, Callable[..., Any]] = {"input_fn": input_fn, "predict_fn": predict_fn, "output_fn": output_fn}


def main(model_dir: Path, script: Path) -> None:
    """Answer requests on stdin until it closes; what the script prints goes to the log."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests = sys.stdin.buffer
    try:
        module = _load(script)
        model = module.model_fn(str(model_dir))
    except Exception as error:  # whatever the script raises is the model's failure to load
        traceback.print_exc()
        send(answers, {"error": f"{type(error).__name__}: {error}", "status": 500})
        return
    send(answers, {"ready": True})
    _answer_all(requests, answers, module, model)


def _answer_all(requests: BinaryIO, answers: BinaryIO, module: ModuleType, model: Any) -> None:
    while (received := receive(requests)) is not None:
        message, body = received
        try:
            answer, content_type = _answer(module, model, message, body)
        except Exception as error:  # a request that the script cannot answer is an answer too
            traceback.print_exc()
            send(answers, {"error": f"{type(error).__name__}: {error}", "status": 500})
        else:
            send(answers, {"content_type": content_type}, answer)


def _answer(module: ModuleType, model: Any, message: dict[str, Any], body: bytes) -> tuple[bytes, str]:
    functions = {name: getattr(module, name, default) for name, default in DEFAULTS.items()}
    data = functions["input_fn"](body, message["content_type"])
    prediction = functions["predict_fn"](data, model)
    result = functions["output_fn"](prediction, message["accept"])
    content, content_type = result if isinstance(result, tuple) else (result, message["accept"])
    return content.encode() if isinstance(content, str) else bytes(content), content_type


def _load(script: Path) -> ModuleType:
    sys.path.insert(0, str(script.parent))
    spec = importlib.util.spec_from_file_location("inference_script", script)
    if spec is None or spec.loader is None:
        raise ImportError(f"{script.name} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
