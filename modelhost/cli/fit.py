"""`modelhost fit`: which machine types hold a model, and how many requests beside it."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from modelhost.catalog.machine import machine, machines, similar
from modelhost.catalog.region import offered, regions
from modelhost.cli.endpoint import known
from modelhost.cli.errors import told
from modelhost.cli.fit_view import document, present
from modelhost.cli.fit_words import words, written
from modelhost.cli.stack import ConfigFileOption, JsonOption, StackOption, console, print_json, project, stack_file
from modelhost.footprint import published
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.comparison import Placed, cheapest_of_each, placed
from modelhost.footprint.config_json import read
from modelhost.footprint.problem import FootprintError
from modelhost.footprint.serving import Serving
from modelhost.operate.problem import OperateError
from modelhost.spec.dtype import CacheDtype, Dtype
from modelhost.spec.model import ModelSpec

DEFAULT_REGION = "us-east-1"
MOST_ROWS = 15

ModelArgument = Annotated[
    str | None,
    typer.Argument(help="Folder with config.json and safetensors, or a well-known name; else what --endpoint serves."),
]
EndpointOption = Annotated[str | None, typer.Option("--endpoint", "-e", help="Endpoint whose model and words count.")]
MachineOption = Annotated[list[str] | None, typer.Option("--machine", "-m", help="Only this type; may be repeated.")]
RegionOption = Annotated[str | None, typer.Option("--region", help="AWS region of prices; the stack's, or us-east-1.")]
ContextOption = Annotated[int | None, typer.Option(min=1, help="Most tokens of a request; what the model takes.")]
MeanOption = Annotated[int | None, typer.Option("--mean-context", min=1, help="Tokens of a request on average.")]
ConcurrencyOption = Annotated[int | None, typer.Option(min=1, help="Requests of full context to hold at once.")]
DtypeOption = Annotated[Dtype | None, typer.Option(help="Number format of the weights.")]
CacheOption = Annotated[CacheDtype | None, typer.Option("--kv-dtype", help="Number format of the cache.")]
TensorOption = Annotated[int | None, typer.Option("--tensor-parallel", min=1, max=64, help="Accelerators a layer.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every machine type, also those that do not hold it.")]


@told
def command(
    model: ModelArgument = None,
    endpoint: EndpointOption = None,
    machine_type: MachineOption = None,
    region: RegionOption = None,
    context: ContextOption = None,
    mean_context: MeanOption = None,
    concurrency: ConcurrencyOption = None,
    dtype: DtypeOption = None,
    kv_dtype: CacheOption = None,
    tensor_parallel: TensorOption = None,
    everything: AllOption = False,
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which machine types hold a language model, how many requests beside it, and at what price.

    Weights, cache, activations and the server's own memory are computed from the model's config.json and the headers
    of its safetensors files, from a well-known name, or from the words of an endpoint. Nothing is asked of AWS.

    Examples:

      modelhost fit Llama-3.1-8B-Instruct --context 8192
      modelhost fit ./models/chat --machine ml.g6.xlarge
      modelhost fit -s prod --endpoint chat --json
    """
    architecture, serving, split, home = asked(model, endpoint, stack, config_file)
    place = in_region(region or home)
    wanted = serving._replace(
        context=context or serving.context,
        mean_context=mean_context or serving.mean_context,
        concurrency=concurrency or serving.concurrency,
        dtype=dtype.value if dtype else serving.dtype,
        kv_dtype=kv_dtype.value if kv_dtype else serving.kv_dtype,
        tensor_parallel=tensor_parallel or serving.tensor_parallel,
    )
    names = chosen(machine_type, place, everything)
    open_split = split and tensor_parallel is None
    rows = [placed(architecture, name, wanted, place, open_split) for name in names]
    shown = rows if machine_type or everything else holding(rows)
    found = words(architecture, wanted, model)
    if as_json:
        print_json({**document(architecture, wanted, shown, place), "words": found})
        return
    present(console(), architecture, wanted, shown, place)
    if endpoint is None and architecture.cache_layers > 0:
        console().print(escape(f"in the stack file: model: {written(found)}"), soft_wrap=True)


def asked(
    model: str | None, endpoint: str | None, stack: str, config_file: Path | None
) -> tuple[Architecture, Serving, bool, str]:
    """Return the model, how it is served, whether its split is open, and the region."""
    if model is None and endpoint is None:
        raise OperateError("no model is given; write a folder, a well-known name, or --endpoint NAME")
    if endpoint is None:
        found = named(model or "")
        return found, Serving(found.context), True, DEFAULT_REGION
    file = stack_file(stack, config_file)
    environment = file.load()
    spec = environment.endpoints[known(environment, endpoint)].model
    found = named(model) if model else described(endpoint, spec)
    written = spec.serving is not None and spec.serving.tensor_parallel is not None
    return found, spec.served(found), not written, file.region


def named(model: str) -> Architecture:
    """Return the model in the folder *model*, or the one that is known by that name."""
    try:
        path = Path(model)
        return read(path) if path.exists() else published.architecture(model)
    except FootprintError as error:
        raise OperateError(str(error)) from error


def described(endpoint: str, spec: ModelSpec) -> Architecture:
    """Return what the stack file says of the model of *endpoint*, or what its local folder does."""
    found = spec.known_architecture
    if found is None and spec.local and (project() / (spec.artifact or "") / "config.json").is_file():
        return named(str(project() / (spec.artifact or "")))
    if found is None:
        text = f"endpoint {endpoint} does not tell what its model is made of"
        raise OperateError(f"{text}; add architecture, such as {published.names()[-1]}, or give the model's folder")
    return found


def in_region(region: str) -> str:
    """Return *region* when the catalogue knows it."""
    if region not in regions():
        close = get_close_matches(region, regions(), n=1)
        hint = f"did you mean {close[0]}?" if close else "write one such as us-east-1"
        raise OperateError(f"--region: {region!r} is not a region that the catalogue knows; {hint}")
    return region


def chosen(names: list[str] | None, region: str, everything: bool) -> list[str]:
    """Return the machine types to look at: those given, else those with accelerators that *region* offers."""
    for name in names or ():
        if name not in machines():
            close = similar(name)
            hint = f"did you mean {close}?" if close else "`modelhost catalog list` shows them"
            raise OperateError(f"--machine: {name!r} is not a machine type that the catalogue knows; {hint}")
    if names:
        return names
    there = [name for name in machines() if offered(name, region) and (everything or machine(name).gpu)]
    return there if everything else cheapest_of_each(there, region)


def holding(rows: list[Placed]) -> list[Placed]:
    """Return the cheapest rows that fit, and those cheaper that would with fewer bits."""
    first = next((number for number, row in enumerate(rows) if row.fits), len(rows))
    return [row for number, row in enumerate(rows) if row.fits or (row.narrower and number < first)][:MOST_ROWS]
