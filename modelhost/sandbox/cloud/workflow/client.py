"""The clients with which state machines, schedules and rules call this server, as they would call AWS."""

from __future__ import annotations

from threading import Lock
from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 60
_making = Lock()
_made: dict[tuple[int, str, str], Any] = {}


def client_for(cloud: Cloud, region: str, service: str) -> Any:
    """Give the client of a service in a region; botocore's clients, unlike their making, are thread-safe."""
    key = (cloud.port, region, service)
    with _making:
        if key not in _made:
            _made[key] = _client(cloud, region, service)
    return _made[key]


def _client(cloud: Cloud, region: str, service: str) -> Any:
    import boto3
    from botocore.config import Config

    make: Any = boto3.session.Session().client  # typed by literals of every service's name
    return make(
        service,
        region_name=region,
        endpoint_url=f"http://{HOST}:{cloud.port}",
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",
        config=Config(
            parameter_validation=False,
            retries={"total_max_attempts": 1},
            connect_timeout=TIMEOUT_SECONDS,
            read_timeout=TIMEOUT_SECONDS,
            proxies={},
            s3={"addressing_style": "path"},
        ),
    )
