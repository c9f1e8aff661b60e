"""A Parquet file as a table; it needs the extra `parquet`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from modelhost.planner.load.fault import fault, shown
from modelhost.planner.load.limit import LARGEST_CHUNK_BYTES, MOST_COLUMNS
from modelhost.planner.load.table import BATCH_ROWS, Batch, Cells, Table


def parquet_table(path: Path) -> Table:
    """Return *path* as a table; raise TraceError where pyarrow is missing or cannot read it."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise fault(str(path), "is Parquet, which needs pyarrow", "install modelhost[parquet]") from None
    try:
        file = pyarrow.parquet.ParquetFile(path)
        names = tuple(str(name) for name in file.schema_arrow.names)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from None
    if not 0 < len(names) <= MOST_COLUMNS:
        raise fault(str(path), f"has {len(names):,} columns", f"give 1 to {MOST_COLUMNS:,}")
    _refuse_large(path, file.metadata)
    failures = (pyarrow.ArrowException, OSError, UnicodeDecodeError, ValueError)
    return Table(str(path), names, lambda wanted: _batches(path, file, wanted, failures), unit="row")


def _refuse_large(path: Path, metadata: Any) -> None:
    """Raise where the values of one column in one group of rows, which are unpacked together, are too many bytes."""
    for group in range(metadata.num_row_groups):
        row_group = metadata.row_group(group)
        for place in range(row_group.num_columns):
            column = row_group.column(place)
            if column.total_uncompressed_size > LARGEST_CHUNK_BYTES:
                wrong = (
                    f"{shown(column.path_in_schema)} unpacks to {column.total_uncompressed_size >> 20:,} MiB a group"
                )
                raise fault(f"{path} group {group + 1}", wrong, "write it with smaller groups of rows")


def _batches(path: Path, file: Any, wanted: Sequence[int], failures: tuple[type[Exception], ...]) -> Iterator[Batch]:
    done = 0
    rows = file.iter_batches(batch_size=BATCH_ROWS, columns=[file.schema_arrow.names[place] for place in wanted])
    while True:
        try:
            batch = next(rows, None)
            cells = [] if batch is None else [_cells(column) for column in batch.columns]
        except failures as error:
            raise _unreadable(path, error) from None
        if batch is None:
            return
        yield Batch(np.arange(done, done + batch.num_rows, dtype=np.int64) + 1, cells)
        done += batch.num_rows


def _cells(column: Any) -> Cells:
    """Return times and numbers as arrays, all else as Python's objects."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        if column.null_count:
            return list(column.cast(pyarrow.string()).to_pylist())
        return np.asarray(column.cast(pyarrow.timestamp("ns"), safe=False).to_numpy(zero_copy_only=False))
    if pyarrow.types.is_integer(kind) and not column.null_count:
        return np.asarray(column.to_numpy(zero_copy_only=False))
    if pyarrow.types.is_integer(kind) or pyarrow.types.is_floating(kind):
        return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    return list(column.to_pylist())


def _unreadable(path: Path, error: Exception) -> Exception:
    return fault(str(path), f"cannot be read as Parquet: {str(error).splitlines()[0][:200]}", "write it again")
