"""What runs on Kubernetes, told so that an autoscaler finds it; and the labels of what belongs to it."""

import re
from collections.abc import Collection, Mapping

from pydantic import Field

from modelhost.spec.base import Findings, Place, Spec, rule

DNS_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
KIND = re.compile(r"[A-Z][A-Za-z0-9]*")
API_VERSION = re.compile(r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?")
LABEL_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
LABEL_PREFIX = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
LONGEST_NAME, LONGEST_PREFIX = 63, 253
OWN_LABELS = ("app.kubernetes.io/managed-by", "app.kubernetes.io/name", "app.kubernetes.io/component")
"""Labels that we set ourselves."""
UNSCALED = ("DaemonSet", "Job", "CronJob", "Pod")
"""Kinds of Kubernetes itself that have no `scale`."""


class Workload(Spec):
    """A workload by its reference; whoever makes it leaves its replicas out, so that no `up` sets them back."""

    api_version: str = "apps/v1"
    """Group and version of its kind."""
    kind: str = "Deployment"
    """Its kind; one that has a `scale`, such as Deployment, StatefulSet or LeaderWorkerSet."""
    name: str
    """Its name."""

    @rule("api_version")
    def _versioned(self, region: str | None) -> Findings:
        """The version is one of an API."""
        if not API_VERSION.fullmatch(self.api_version):
            yield ("api_version",), f"{self.api_version!r} is not an API version; write one such as apps/v1"

    @rule("kind")
    def _scalable(self, region: str | None) -> Findings:
        """The kind can be scaled."""
        if self.kind in UNSCALED:
            yield ("kind",), f"a {self.kind} has no number of replicas; use a Deployment or a StatefulSet"
        elif not KIND.fullmatch(self.kind):
            yield ("kind",), f"{self.kind!r} is not a kind; write one such as Deployment"

    @rule("name")
    def _named(self, region: str | None) -> Findings:
        """The name fits into names and labels made of it."""
        yield from misnamed(("name",), self.name)


class Labelled(Spec):
    """What we make on Kubernetes."""

    labels: dict[str, str] = Field(default={})
    """Labels beside ours, such as owner and environment."""

    @rule("labels")
    def _labels_legal(self, region: str | None) -> Findings:
        """Kubernetes takes the labels."""
        yield from illegal(self.labels)


def misnamed(place: Place, name: str) -> Findings:
    """Yield that *name* is none of Kubernetes."""
    if not DNS_LABEL.fullmatch(name) or len(name) > LONGEST_NAME:
        what = f"a name of up to {LONGEST_NAME} lower-case letters, digits and hyphens"
        yield place, f"{name!r} is not {what}, with a letter or digit at both ends; rename it"


def illegal(labels: Mapping[str, str], field: str = "labels", own: Collection[str] = OWN_LABELS) -> Findings:
    """Yield what is wrong with the *labels* in *field*; *own* ones nobody else sets."""
    for key, value in labels.items():
        prefix, slash, name = key.rpartition("/")
        prefixed = not slash or (LABEL_PREFIX.fullmatch(prefix) and len(prefix) <= LONGEST_PREFIX)
        if key in own:
            yield (field, key), "is set from the workload itself; leave it out"
        elif not prefixed or not LABEL_NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            yield (field, key), f"is not a label; use up to {LONGEST_NAME} letters, digits, dots, hyphens"
        if value and (not LABEL_NAME.fullmatch(value) or len(value) > LONGEST_NAME):
            text = f"{value!r} is no value of a label; use up to {LONGEST_NAME} letters, digits, dots, hyphens"
            yield (field, key), text
