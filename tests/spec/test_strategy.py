"""Who owns the number of replicas and the machine type follows from the strategy in force."""

import pytest

from modelhost.spec.endpoint import EndpointSpec

SIZES = ["ml.m7i.large", "ml.m7i.xlarge", "ml.m7i.2xlarge"]
COUNTS = [{"at": "weekdays 08:00", "count": 4}, {"at": "weekdays 20:00", "count": 2}]
CLOCK = [{"at": "weekdays 08:00", "size": SIZES[2]}, {"at": "weekdays 20:00", "size": SIZES[0]}]
LADDER = {"metric": "cpu", "up_above": 0.8, "down_below": 0.2}
REPLICAS = {"count": 2, "min": 1, "max": 5}


def in_force(strategy, **words):
    """Return the strategy of an endpoint on the second size of a ladder."""
    scaling = {"strategy": strategy, "replicas": REPLICAS, "sizes": SIZES, **words}
    model = {"artifact": "./model", "framework": "sklearn"}
    return EndpointSpec(**{"model": model, "machine": SIZES[1], "scaling": scaling}).in_force()


@pytest.mark.parametrize(
    ("strategy", "words", "owned", "between"),
    [
        ("horizontal", {}, 2, (2, 2)),
        ("horizontal", {"schedule": COUNTS}, None, (2, 2)),
        ("horizontal", {"hours": "weekdays 07-20"}, 2, (2, 2)),
        ("vertical", {"schedule": CLOCK}, 2, (2, 2)),
        ("vertical", {"schedule": COUNTS}, None, (2, 2)),
        ("auto", {"target": {"metric": "concurrency", "value": 8}}, None, (1, 5)),
    ],
)
def test_pulumi_keeps_the_count_that_nothing_else_moves(strategy, words, owned, between):
    """Demand and scheduled counts move it; a clock that moves the size, or opens and closes, does not."""
    chosen = in_force(strategy, **words)
    assert (chosen.owned_count, chosen.bounds) == (owned, between)


@pytest.mark.parametrize(
    ("strategy", "words", "sizes"),
    [
        ("horizontal", {}, []),
        ("vertical", {}, []),
        ("vertical", {"schedule": CLOCK}, [SIZES[1], SIZES[0], SIZES[2]]),
        ("vertical", {"ladder": LADDER}, [SIZES[1], SIZES[0], SIZES[2]]),
    ],
)
def test_a_configuration_stands_for_each_size_that_may_be_chosen(strategy, words, sizes):
    """The stack file's own first; where it alone chooses there is no choice to keep."""
    assert in_force(strategy, **words).chosen_sizes == sizes
