"""Parquet, where pyarrow is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.data.sources.json_records import as_cell
from sentir.data.sources.sheets import Sheet
from sentir.data.sources.streams import MAX_BYTES
from sentir.errors import DataError, MachineError

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.data.sources.table import SourceOptions


def read_parquet(path: Path, _options: SourceOptions) -> Sheet:
    """Return the columns of a Parquet file.

    Raises:
        MachineError: pyarrow is not installed.
        DataError: the file is damaged or too large.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MachineError(
            f'{path} needs pyarrow; install it with: pip install -e ".[parquet]"'
        ) from error
    try:
        with pq.ParquetFile(path) as file:
            groups = range(file.metadata.num_row_groups)
            size = sum(file.metadata.row_group(i).total_byte_size for i in groups)
            if size > MAX_BYTES:
                raise DataError(f"{path} holds {size:,} bytes, more than {MAX_BYTES:,} allowed")
            table = file.read()
            cells = [[as_cell(value) for value in column.to_pylist()] for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DataError(f"{path} is not a Parquet file that can be read: {error}") from error
    return Sheet(
        name=path.name, form="parquet", columns=list(table.column_names), cells=cells,
        lines=list(range(1, table.num_rows + 1)),
    )  # fmt: skip
