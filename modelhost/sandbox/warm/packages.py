"""The packages of others that the warm host imports ahead."""

import gc
import importlib
import inspect
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MODULES = (
    *("boto3", "boto3.s3.transfer", "botocore.httpsession", "botocore.regions", "botocore.retries.standard"),
    *(
        "botocore.signers",
        "difflib",
        "encodings.idna",
        "google.protobuf.json_format",
        "grpc._interceptor",
        "grpc._server",
    ),
    *("pydantic.types", "pydantic.type_adapter", "ruamel.yaml", "tarfile", "yaml", "zoneinfo"),
    *("pulumi", "pulumi.automation._server", "pulumi.provider", "pulumi.runtime.proto.language_pb2_grpc"),
    *("pulumi.runtime.proto.provider_pb2_grpc", "pulumi_aws"),
)
"""What the language host, the providers and the program import."""
CLASSES = (
    *("appautoscaling.Target", "budgets.Budget", "cloudwatch.MetricAlarm", "costexplorer.CostAllocationTag"),
    *("ec2.Vpc", "iam.Role", "kms.Key", "s3.Bucket", "scheduler.Schedule", "sfn.StateMachine", "sns.Topic"),
    "vpc.SecurityGroupIngressRule",
)
"""One class of each module of pulumi_aws that the program uses; the SDK imports a module when it is touched."""
SERVICES = (
    *("application-autoscaling", "budgets", "ce", "cloudwatch", "ec2", "events", "iam", "kms", "logs", "s3"),
    *("sagemaker", "scheduler", "sns", "ssm", "stepfunctions", "sts"),
)
"""Services of AWS that the two providers call."""
DESCRIPTIONS = ("endpoints", "partitions", "sdk-default-configuration", "_retry")


def load() -> frozenset[str]:
    """Import everything; return the names of the variables that were looked at, which a process must agree on."""
    gc.disable()
    with noted() as asked:
        for name in MODULES:
            importlib.import_module(name)
        for path in CLASSES:
            service, name = path.split(".")
            getattr(getattr(sys.modules["pulumi_aws"], service), name)
        sys.modules["pydantic"].create_model("Example", text=(str, ""))  # the rest of it is imported for a first model
        read_descriptions()
        inspect.getmodule(load.__code__)  # fills its table of files, which pydantic has it look through for each model
    gc.collect()
    gc.freeze()
    return frozenset(asked)


@contextmanager
def noted() -> Iterator[set[str]]:
    """Note every variable that somebody looks at."""
    kind: Any = type(os.environ)
    look_up, asked = kind.__getitem__, set[str]()

    def note(environment: Any, name: Any) -> Any:
        asked.add(os.fsdecode(name))
        return look_up(environment, name)

    kind.__getitem__ = note
    try:
        yield asked
    finally:
        kind.__getitem__ = look_up


def read_descriptions() -> None:
    """Let botocore keep the files that describe AWS, and read those of our services: each takes up to 70 ms."""
    from botocore import loaders  # type: ignore[import-untyped, unused-ignore]

    from modelhost.sandbox import description

    description.keep()
    loader = loaders.Loader()
    for name in DESCRIPTIONS:
        loader.load_data(name)
    for service in SERVICES:
        for kind in ("service-2", "endpoint-rule-set-1", "paginators-1"):
            loader.load_service_model(service, kind)
