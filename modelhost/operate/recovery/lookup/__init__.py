"""Finding the cloud object of a pending creation: one table per family of types, joined here."""

from modelhost.operate.recovery.lookup.clockwork import CLOCKWORK
from modelhost.operate.recovery.lookup.hosting import HOSTING
from modelhost.operate.recovery.lookup.identity import IDENTITY
from modelhost.operate.recovery.lookup.money import MONEY
from modelhost.operate.recovery.lookup.network import NETWORK
from modelhost.operate.recovery.lookup.query import Lookup
from modelhost.operate.recovery.lookup.scaling import SCALING
from modelhost.operate.recovery.lookup.signal import SIGNAL
from modelhost.operate.recovery.lookup.storage import STORAGE

LOOKUPS: dict[str, Lookup] = {
    **CLOCKWORK,
    **HOSTING,
    **IDENTITY,
    **MONEY,
    **NETWORK,
    **SCALING,
    **SIGNAL,
    **STORAGE,
}

__all__ = ["LOOKUPS", "Lookup"]
