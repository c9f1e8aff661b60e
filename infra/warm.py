"""Import the SDK's service modules while AWS answers the first look-ups: both take about half a second."""

from collections.abc import Callable
from threading import Thread

import pulumi_aws as aws

from modelhost.spec.environment import EnvironmentSpec

PLATFORM = ("ec2.Vpc", "kms.Key", "s3.Bucket", "sns.Topic")
ENDPOINTS = ("iam.Role", "cloudwatch.MetricAlarm")


def warm_up(environment: EnvironmentSpec) -> Callable[[], None]:
    """Start to import what *environment* needs for sure; return what waits for the end of it.

    Nothing else may touch a service module before: the SDK's lazy modules are not safe for two threads.
    """
    thread = Thread(target=import_services, args=(services(environment),), daemon=True)
    thread.start()
    return thread.join


def services(environment: EnvironmentSpec) -> tuple[str, ...]:
    """Return one class of each service module that *environment* needs whatever else it says."""
    return (PLATFORM if environment.platform is None else ()) + (ENDPOINTS if environment.endpoints else ())


def import_services(classes: tuple[str, ...]) -> None:
    """Touch each class, upon which the SDK imports its module."""
    for path in classes:
        service, name = path.split(".")
        getattr(getattr(aws, service), name)
