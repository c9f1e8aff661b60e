"""A size ships like a model: with the rollout, and the alarms, of the endpoint's last update."""

from tests.cloud.embedded import unique
from tests.components.scaling.ladder import LARGE, SMALL, ladder


def rolled_out(cloud):
    """Bring up an endpoint on the large size, shipped by a canary that an alarm guards."""
    endpoint, alarm = ladder(cloud, count=1, scaled=False), unique("alarm")
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=alarm,
        Namespace="AWS/SageMaker",
        MetricName="ModelLatency",
        Statistic="Average",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanThreshold",
    )
    traffic = {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 0}
    deployment = {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": traffic},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": alarm}]},
    }
    cloud.client("sagemaker").update_endpoint(
        EndpointName=endpoint.endpoint,
        EndpointConfigName=endpoint.plan.configurations[LARGE],
        DeploymentConfig=deployment,
    )
    cloud.settled(endpoint.endpoint)
    return endpoint, alarm


def test_the_last_rollout_ships_the_size_too(cloud):
    """What guards a model guards a machine."""
    endpoint, _ = rolled_out(cloud)
    guarded = endpoint.live()["LastDeploymentConfig"]
    assert endpoint.outcome(action="resize", size=SMALL) == "the endpoint has its new size"
    assert endpoint.calls("UpdateEndpoint")[-1]["RetainDeploymentConfig"] is True
    assert endpoint.live()["LastDeploymentConfig"] == guarded


def test_an_alarm_of_the_rollout_that_rings_is_a_failure(cloud):
    """SageMaker goes back and calls that InService; the machine says what did not go live."""
    endpoint, alarm = rolled_out(cloud)
    cloud.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="a test says so")
    shown = endpoint.order(action="resize", size=SMALL)
    assert (shown["error"], endpoint.size()) == ("RolledBack", LARGE)
    assert f"{endpoint.plan.configurations[SMALL]} did not go live" in shown["cause"]
