"""Sticky sessions: a new one gets an identifier and a variant, and stays there until it expires."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference.reached import invalid

SHELF = "session"
NEW = "NEW_SESSION"
LIFE_SECONDS = 1200
UNKNOWN = "Session {session} of endpoint {endpoint} was not found or has expired. Start another with {new}."


@dataclass(frozen=True)
class Session:
    """One session: where it sticks and until when."""

    name: str
    variant: str
    expires: float

    @property
    def header(self) -> str:
        """Word the answer to the request that opened it."""
        moment = datetime.fromtimestamp(self.expires, UTC)
        return f"{self.name}; Expires={moment:%Y-%m-%dT%H:%M:%SZ}"


def variant_of(call: Call, cloud: Cloud) -> str | None:
    """Say to which variant a request's session sticks; None for no session or a new one."""
    name = call.params.get("SessionId")
    if name in (None, NEW):
        return None
    session: Session | None = cloud.shelf(SHELF).get((call.region, f"{call.params['EndpointName']}/{name}"))
    if session is None or session.expires <= cloud.now():
        raise _unknown(call, str(name))
    return session.variant


def opened(call: Call, cloud: Cloud, variant: str) -> str | None:
    """Open a session when a request asks for one, and word it for the answer."""
    if call.params.get("SessionId") != NEW:
        return None
    session = Session(str(uuid.uuid4()), variant, cloud.now() + LIFE_SECONDS)
    cloud.shelf(SHELF)[call.region, f"{call.params['EndpointName']}/{session.name}"] = session
    return session.header


def _unknown(call: Call, name: str) -> RefusalError:
    return invalid(UNKNOWN.format(session=name, endpoint=call.params["EndpointName"], new=NEW))
