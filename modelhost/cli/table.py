"""Tables as every command shows them."""

from rich import box
from rich.table import Table


def grid(*headers: tuple[str, str]) -> Table:
    """Return an empty table with these headers, each with its alignment."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for header, justify in headers:
        table.add_column(header, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table
