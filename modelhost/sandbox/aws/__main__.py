"""The aws provider of the sandbox, as a plugin process."""

from __future__ import annotations

from modelhost.provider.server import serve
from modelhost.sandbox.aws.invoke import INVOKES
from modelhost.sandbox.aws.rows.table import resources

VERSION = "7.51.1"
"""The version of pulumi-aws whose semantics the rows follow."""

if __name__ == "__main__":
    serve(resources(), INVOKES, VERSION)
