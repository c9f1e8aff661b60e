"""The kinds of endpoint that SageMaker has, which decide what can scale and how it ships."""

from enum import StrEnum


class EndpointKind(StrEnum):
    """What answers behind the endpoint's name."""

    REALTIME = "realtime"
    COMPONENTS = "components"
    MULTI_MODEL = "multi-model"
    ASYNC = "async"
    SERVERLESS = "serverless"

    @property
    def text(self) -> str:
        """The kind in words, for messages."""
        return {"async": "an asynchronous", "components": "a components"}.get(self, f"a {self}") + " endpoint"

    @property
    def sleeps(self) -> bool:
        """Whether demand may bring it to no replica at all."""
        return self in (EndpointKind.ASYNC, EndpointKind.COMPONENTS)
