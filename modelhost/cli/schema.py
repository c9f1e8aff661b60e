"""`modelhost schema`: the JSON Schema of the stack file, for editors and for checks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelhost.cli.errors import told
from modelhost.operate.problem import OperateError


@told
def command(
    write: Annotated[Path | None, typer.Option("--write", help="Write it to this file instead of printing it.")] = None,
    check: Annotated[Path | None, typer.Option("--check", help="Exit 1 unless this file holds the same.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The schema is JSON in any case.")] = True,
) -> None:
    """Print the JSON Schema of the stack file."""
    from modelhost.spec.schema import text

    if check is not None:
        if not check.exists() or check.read_text() != text():
            raise OperateError(f"{check} is not the schema of this version; run: modelhost schema --write {check}")
    elif write is not None:
        write.write_text(text())
        typer.echo(f"wrote {write}")
    else:
        typer.echo(text(), nl=False)
