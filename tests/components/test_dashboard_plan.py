"""The dashboard shows what an on-call person asks first, within CloudWatch's limits."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.dashboard import Dashboard, budget_text
from components.dashboard_chart import EndpointView
from components.dashboard_plan import COLUMNS, MOST_WIDGETS, plan_dashboard, plural
from modelhost.spec.kind import EndpointKind

REGION = "us-west-2"


def view(name="dev-digits", **changes):
    """Return an endpoint's view with defaults to override."""
    defaults = {
        "name": name,
        "variant": "primary",
        "machine": "ml.g6.xlarge (4 cores)",
        "gpu": True,
        "p99_ms": 300.0,
        "min_count": 1,
        "max_count": 6,
        "alarm_arns": (f"arn:alarm:{name}",),
    }
    return EndpointView(**{**defaults, **changes})


def chart(title, **changes):
    """Return the chart of that title."""
    widgets = plan_dashboard("dev", REGION, [view(**changes)], "")["widgets"]
    [found] = [each["properties"] for each in widgets if each["properties"].get("title") == title]
    return found


def test_the_page_starts_with_words_and_alarms():
    """Budget and alarms come before any chart."""
    first, second, *_ = plan_dashboard("dev", REGION, [view()], "Budget: 4 USD")["widgets"]
    assert first["properties"]["markdown"] == "# dev\n\nBudget: 4 USD"
    assert (second["type"], second["properties"]["alarms"]) == ("alarm", ["arn:alarm:dev-digits"])


def test_each_endpoint_has_five_charts():
    """Traffic, latency, errors, instances, utilisation."""
    widgets = plan_dashboard("dev", REGION, [view()], "")["widgets"]
    assert [each["properties"]["title"] for each in widgets if each["type"] == "metric"] == [
        "Requests per minute",
        "Latency in microseconds",
        "Failed requests",
        "Instances",
        "Utilisation in percent of one core or GPU",
    ]


@pytest.mark.parametrize(
    ("kind", "changes", "first", "last"),
    [
        (
            "components",
            {"component": "dev-digits-base"},
            "Requests per minute",
            "Utilisation in percent of a copy's share",
        ),
        ("multi-model", {}, "Requests per minute", "Models on the machines"),
        ("async", {}, "Requests in the queue", "Utilisation in percent of one core or GPU"),
        ("serverless", {}, "Requests per minute", "Provisioned concurrency in use"),
        ("realtime", {"others": ("shadow",)}, "Requests per minute", "Failed requests by variant"),
    ],
)
def test_each_kind_shows_what_it_has(kind, changes, first, last):
    """A chart of a metric that the kind does not publish would stay empty."""
    widgets = plan_dashboard("dev", REGION, [view(kind=EndpointKind(kind), **changes)], "")["widgets"]
    titles = [each["properties"]["title"] for each in widgets if each["type"] == "metric"]
    assert (titles[0], titles[-1]) == (first, last)


def test_a_queue_is_measured_of_the_endpoint_and_copies_of_the_component():
    """Under other dimensions there is no data."""
    [waiting, _] = chart("Requests in the queue", kind=EndpointKind.ASYNC)["metrics"]
    assert waiting[2:4] == ["EndpointName", "dev-digits"]
    assert "VariantName" not in waiting
    words = {"kind": EndpointKind.COMPONENTS, "component": "dev-digits-base"}
    [requests, _] = chart("Requests per minute", **words)["metrics"]
    assert requests[2:4] == ["InferenceComponentName", "dev-digits-base"]


def test_variants_are_drawn_beside_each_other():
    """The one that scales and the others, each under its own name."""
    lines = chart("Requests by variant", others=("wide", "deep"))["metrics"]
    assert [line[-1]["label"] for line in lines] == ["primary", "wide", "deep"]
    assert [line[5] for line in lines] == ["primary", "wide", "deep"]


@pytest.mark.parametrize(
    ("unit", "several"),
    [("instance", "instances"), ("copy", "copies"), ("provisioned concurrency", "provisioned concurrency")],
)
def test_several_are_named_as_people_do(unit, several):
    """The heading counts what the kind scales."""
    assert plural(unit) == several


def test_latency_is_drawn_against_the_promise():
    """The line of the SLO is in the metric's unit."""
    assert chart("Latency in microseconds")["annotations"]["horizontal"] == [
        {"label": "promised p99", "value": 300_000}
    ]
    assert "annotations" not in chart("Latency in microseconds", p99_ms=None)


def test_instances_are_drawn_between_their_bounds():
    """Each instance reports its CPU once a minute, so counting the reports counts the instances."""
    instances = chart("Instances")
    [line] = instances["metrics"]
    assert line[:2] == ["/aws/sagemaker/Endpoints", "CPUUtilization"]
    assert (line[-1]["stat"], instances["period"]) == ("SampleCount", 60)
    assert [each["value"] for each in instances["annotations"]["horizontal"]] == [1, 6]


def test_gpus_are_shown_where_there_are_some():
    """A CPU machine has no line that stays empty."""
    title = "Utilisation in percent of one core or GPU"
    assert "GPUUtilization" in [line[1] for line in chart(title)["metrics"]]
    assert "GPUUtilization" not in [line[1] for line in chart(title, gpu=False)["metrics"]]


@given(count=st.integers(0, 120), others=st.sampled_from([(), ("wide",)]))
def test_widgets_stay_within_the_page_and_apart(count, others):
    """No widget leaves the 24 columns or starts where another does; CloudWatch's limits hold for any number."""
    body = plan_dashboard("dev", REGION, [view(f"e{place}", others=others) for place in range(count)], "")
    widgets = body["widgets"]
    assert len(widgets) <= MOST_WIDGETS
    assert all(each["x"] >= 0 and each["x"] + each["width"] <= COLUMNS for each in widgets)
    assert all(len(each["properties"]["alarms"]) <= 100 for each in widgets if each["type"] == "alarm")
    corners = [(each["x"], each["y"]) for each in widgets]
    assert len(set(corners)) == len(corners)


def test_endpoints_without_room_are_named():
    """Nothing is left out silently."""
    text = plan_dashboard("dev", REGION, [view(f"e{place}") for place in range(120)], "")["widgets"][0]
    assert "No room for: e82" in text["properties"]["markdown"]
    assert "e119" in text["properties"]["markdown"]


def test_the_dashboard_is_named_after_the_environment(build):
    """One page per environment, with the plan as its body."""
    args = {"title": "dev", "region": REGION, "endpoints": [view()], "monthly_usd": 4000}
    found = build(lambda: Dashboard("dev-endpoints", args).dashboard_name)
    assert found.value == "dev-endpoints"
    body = json.loads(found.one("aws:cloudwatch/dashboard:Dashboard")["dashboardBody"])
    assert body == json.loads(json.dumps(plan_dashboard("dev", REGION, [view()], budget_text(4000))))


def test_money_is_on_the_page():
    """The budget and where to see what is spent; or that there is none."""
    assert "4,000 USD a month" in budget_text(4000)
    assert budget_text(None) == "No budget is set."
