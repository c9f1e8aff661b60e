"""Money is counted by the environment's tag, and people hear of it in time."""

import json

import pytest

from components.cost_alarms import ACTIVE_NOTE, INACTIVE_NOTE, NO_WATCH_NOTE, WATCH_NOTE, CostAlarms
from modelhost.spec.budget import BudgetSpec


def costs(**spec):
    """Return cost alarms with defaults to override."""
    defaults = {"monthly_usd": 4000, "alert_at": [0.5, 0.8, 1.0], "notify": ["b@example.com", "a@example.com"]}
    return CostAlarms(
        "costs", {"spec": BudgetSpec(**{**defaults, **spec}), "environment": "dev", "topic_arn": "arn:topic"}
    )


def test_the_budget_is_a_monthly_amount_in_dollars(build):
    """The amount of the stack file, per calendar month."""
    budget = build(costs).one("Budget")
    assert (budget["limitAmount"], budget["limitUnit"]) == ("4000.00", "USD")
    assert (budget["timeUnit"], budget["budgetType"]) == ("MONTHLY", "COST")


def test_the_budget_counts_the_environments_tag_only(build):
    """A user-defined tag is written user:<key>$<value>; anything else matches nothing and never fires."""
    assert build(costs).one("Budget")["costFilters"] == [{"name": "TagKeyValue", "values": ["user:environment$dev"]}]


def test_every_threshold_alerts_topic_and_addresses(build):
    """Actual cost at each fraction, in percent, and the forecast at the whole budget."""
    notifications = build(costs).one("Budget")["notifications"]
    assert [(each["notificationType"], each["threshold"]) for each in notifications] == [
        ("ACTUAL", 50),
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]
    for each in notifications:
        assert (each["thresholdType"], each["comparisonOperator"]) == ("PERCENTAGE", "GREATER_THAN")
        assert each["subscriberSnsTopicArns"] == ["arn:topic"]
        assert each["subscriberEmailAddresses"] == ["a@example.com", "b@example.com"]


def test_the_forecast_can_be_left_out(build):
    """Without it only actual costs alert."""
    notifications = build(lambda: costs(forecast=False)).one("Budget")["notifications"]
    assert {each["notificationType"] for each in notifications} == {"ACTUAL"}


def test_a_fraction_stays_itself_in_percent(build):
    """Binary fractions do not show in the threshold."""
    [first, *_] = build(lambda: costs(alert_at=[0.57])).one("Budget")["notifications"]
    assert first["threshold"] == 57


def test_the_anomaly_monitor_watches_the_tag(build):
    """A custom monitor: an account takes one service-wide monitor only, and the second would be refused."""
    monitor = build(costs).one("AnomalyMonitor")
    assert monitor["monitorType"] == "CUSTOM"
    specification = json.loads(monitor["monitorSpecification"])
    assert specification.pop("Tags") == {"Key": "environment", "MatchOptions": None, "Values": ["dev"]}
    assert set(specification.values()) == {None}


def test_the_topic_hears_at_once_and_addresses_once_a_day(build):
    """AWS lets a topic subscribe immediately only, and addresses daily or weekly."""
    found = {each.name: each.inputs for each in build(costs).of("AnomalySubscription")}
    assert (found["costs-now"]["frequency"], found["costs-daily"]["frequency"]) == ("IMMEDIATE", "DAILY")
    assert found["costs-now"]["subscribers"] == [{"type": "SNS", "address": "arn:topic"}]
    assert found["costs-daily"]["subscribers"] == [
        {"type": "EMAIL", "address": "a@example.com"},
        {"type": "EMAIL", "address": "b@example.com"},
    ]


@pytest.mark.parametrize(("anomaly_usd", "threshold"), [(None, "400"), (25, "25")])
def test_an_anomaly_counts_from_its_threshold_in_dollars(build, anomaly_usd, threshold):
    """A tenth of the budget, unless the stack file says more or less."""
    [first, _] = build(lambda: costs(anomaly_usd=anomaly_usd)).of("AnomalySubscription")
    assert first.inputs["thresholdExpression"]["dimension"] == {
        "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "matchOptions": ["GREATER_THAN_OR_EQUAL"],
        "values": [threshold],
    }


def test_without_addresses_only_the_topic_subscribes(build):
    """An empty subscription would be refused."""
    found = build(lambda: costs(notify=[]))
    assert [each.name for each in found.of("AnomalySubscription")] == ["costs-now"]


def test_an_inactive_tag_is_said_so(build):
    """Without activation a budget on a tag counts 0 and never fires, so the stack says what is left to do."""
    found = build(lambda: costs().cost_tag_note)
    assert (found.value, found.of("CostAllocationTag")) == (f"{INACTIVE_NOTE}. {WATCH_NOTE}", [])


def test_the_tag_is_activated_where_allowed(build):
    """A management account may, when the stack file says so."""
    found = build(lambda: costs(activate_tag=True).cost_tag_note)
    assert found.one("CostAllocationTag") == {"tagKey": "environment", "status": "Active"}
    assert found.value == f"{ACTIVE_NOTE}. {WATCH_NOTE}"


def test_a_member_account_gets_the_budget_alone(build):
    """AWS refuses a monitor on a tag outside the management account, so it can be turned off, and the note says so."""
    found = build(lambda: costs(anomalies=False).cost_tag_note)
    assert (found.of("AnomalyMonitor"), found.of("AnomalySubscription")) == ([], [])
    assert found.one("Budget")["limitAmount"] == "4000.00"
    assert found.value == f"{INACTIVE_NOTE}. {NO_WATCH_NOTE}"
