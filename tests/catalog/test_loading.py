"""The catalogue costs nothing until it is asked."""

import subprocess
import sys

QUIET = """
import sys
import modelhost.spec
from modelhost.catalog.data import table
from modelhost.catalog.overlay import overlay
assert overlay.cache_info().currsize == 0, "the user's own catalogue was read at import"
assert table.cache_info().currsize == 0, "a table was read at import"
heavy = {"ruamel", "yaml", "boto3", "botocore", "pulumi", "jsonschema", "numpy", "numba"} & set(sys.modules)
assert not heavy, heavy
"""


def test_importing_the_spec_reads_no_table_and_no_cloud_library() -> None:
    """Every `pulumi up` imports the spec, so it stays light."""
    subprocess.run([sys.executable, "-c", QUIET], check=True)
