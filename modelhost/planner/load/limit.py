"""How much of a trace is read and kept: bounds that no honest file meets and no hostile one passes."""

LONGEST_LINE_BYTES = 4 << 20
"""A line of a text file; a prompt of a million characters fits."""
LONGEST_DOCUMENT_BYTES = 64 << 20
"""A JSON document that has to be read whole, such as a CloudWatch export."""
LONGEST_FILE_BYTES = 64 << 30
"""All of a file after unpacking."""
LARGEST_CHUNK_BYTES = 1 << 30
"""One column of one group of rows of a Parquet file, unpacked."""
MOST_COLUMNS = 4_096
"""Columns of a table."""
MOST_ROWS = 2_000_000_000
"""Rows of a table."""
MOST_REQUESTS_KEPT = 4_000_000
"""Requests that are kept one by one; a longer trace is counted into windows while it is read."""
MOST_BLOCKS_KEPT = 40_000_000
"""Hashes of prompt blocks that are kept; beyond, the trace is counted."""
MOST_WINDOWS = 4_000_000
"""Windows of a trace: 463 days of ten seconds."""
GREATEST_COUNT = 1e12
"""Requests of one window."""
GREATEST_TOKENS = 1e9
"""Tokens of one prompt or answer."""
