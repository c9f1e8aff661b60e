"""The collector stays out of the way of the program."""

import gc
import subprocess
import sys

from infra.garbage import ALLOCATIONS_BETWEEN_COLLECTIONS, quiet_collector


def test_the_collector_rests_and_forgets_what_was_loaded(project):
    """Modules are set aside for good, and allocations no longer start a collection every few resources."""
    quiet_collector()
    assert gc.get_threshold()[0] == ALLOCATIONS_BETWEEN_COLLECTIONS
    assert gc.get_freeze_count() > 0


def test_no_service_is_imported_before_a_part_needs_it():
    """Every module of the program together leaves pulumi_aws's services unloaded; the first resource loads its own."""
    script = (
        "import sys, infra.access, infra.hosting, infra.scaling, infra.view, components.cost_alarms\n"
        "lazy = [name for name in sys.modules if name.startswith('pulumi_aws.') and name.count('.') == 2]\n"
        "sys.exit(' '.join(lazy) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stderr == ""
