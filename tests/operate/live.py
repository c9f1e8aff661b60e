"""Writing the record of what is live, as the provider and the state machines do."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.history import ROOT


def went_live(cloud: Cloud, subject: str, *models: str, **fields: Any) -> None:
    """Record that *models* went live; *fields* override."""
    entry = {
        "configuration": f"{subject}-1a2b3c4",
        "models": list(models),
        "machine": "ml.m7i.large",
        "kind": "realtime",
        "reason": "up",
        "at": datetime.now(UTC).isoformat(),
    }
    cloud.client("ssm").put_parameter(
        Name=ROOT + subject, Value=json.dumps({**entry, **fields}), Type="String", Overwrite=True
    )
