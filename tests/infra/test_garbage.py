"""The collector stays out of the way of the program."""

import gc

from infra.garbage import ALLOCATIONS_BETWEEN_COLLECTIONS, quiet_collector


def test_the_collector_rests_and_forgets_what_was_loaded(project):
    """Modules are set aside for good, and allocations no longer start a collection every few resources."""
    quiet_collector()
    assert gc.get_threshold()[0] == ALLOCATIONS_BETWEEN_COLLECTIONS
    assert gc.get_freeze_count() > 0
