"""The words in which a resource type is described: one row per type, no code where a row will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table.codec import PLAIN, Codec

if TYPE_CHECKING:
    from modelhost.provider.table.run import Run
    from modelhost.provider.table.tags import TagStyle

Template = Any
"""Constants and `{placeholder}`s, nested as the request is."""


@dataclass(frozen=True)
class Prop:
    """One input property."""

    api: str | None = None
    """The parameter's name where it is not the property's own in another case."""
    replace: bool = False
    """Whether a change forces a replacement."""
    default: Any = None
    """What it is when not given; never sent by a step of its own."""
    computed: bool = False
    """Whether AWS chooses when it is not given."""
    codec: Codec = PLAIN
    read: str | None = None
    """JMESPath into what was found, where the name alone does not lead there; empty: AWS does not tell."""
    local: bool = False
    """Whether it only steers the provider and is never sent."""
    required: bool = False
    pattern: str = ""
    """What AWS demands of the text and its model does not say."""


@dataclass(frozen=True)
class Call:
    """One API call; its parameters come from templates and, where `auto` says so, from properties by name."""

    operation: str
    params: Mapping[str, Template] = field(default_factory=dict)
    auto: bool | None = None
    """Whether properties fill the parameters of their names; None: in create, update and step calls."""
    service: str = ""
    """Another service than the row's."""


Action = Call | Callable[["Run"], Any]
"""A call, or a function where no row will do."""


@dataclass(frozen=True)
class Step:
    """A call that sets some properties: after the creation when they are given, and whenever they change."""

    on: tuple[str, ...]
    action: Action
    unset: Action | None = None
    """Instead, when none of the properties is given any more."""
    at_creation: bool = True


@dataclass(frozen=True)
class Lookup:
    """A further question to the cloud; `values` are JMESPaths into its answer, by property or output."""

    call: Action
    values: Mapping[str, str]
    missing: tuple[str, ...] = ()
    """Error codes that only say that there is nothing."""


@dataclass(frozen=True)
class Wait:
    """When a resource is ready, by a JMESPath into what is found."""

    path: str
    ready: tuple[str, ...]
    failed: tuple[str, ...] = ()
    reason: str = ""
    """JMESPath to the words for a failure."""


@dataclass(frozen=True)
class Row:
    """One resource type."""

    type: str
    service: str
    properties: Mapping[str, Prop]
    create: Action
    id: str
    """A template over properties (with braces) or a JMESPath into the answer of the creation."""
    read: Call
    found: str
    """JMESPath into the answer of `read`, itself a template; nothing there means gone."""
    delete: tuple[Action, ...] = ()
    """Calls that remove it, in order; none: it cannot be removed, only forgotten."""
    steps: tuple[Step, ...] = ()
    update: Action | None = None
    """Sets the changed properties that no step does."""
    upsert: bool = False
    """Whether the creation's call is also the update's."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Computed outputs: a template with braces, or a JMESPath into what is found."""
    volatile: frozenset[str] = frozenset()
    """Outputs that an update may change."""
    lookups: tuple[Lookup, ...] = ()
    tags: TagStyle | None = None
    autoname: tuple[str, NameRule] | None = None
    """The property that is named automatically."""
    unique: tuple[str, ...] = ()
    """Properties that no two resources may share: a replacement that keeps them must delete first."""
    one_of: tuple[str, ...] = ()
    """Properties of which exactly one must be given."""
    switch_replaces: bool = False
    """Whether giving another of these than before forces a replacement."""
    missing: tuple[str, ...] = ()
    """Error codes that mean: it is gone."""
    gone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values, by JMESPath into what is found, that mean: it is as good as gone."""
    wait: Wait | None = None
    wait_gone: bool = False
    retain: str = ""
    """The property that, when true, lets a deletion forget the resource and leave it standing."""
    import_id: str = ""
    """How an import writes the id, where the id alone does not lead to the resource."""
    checks: tuple[Call, ...] = ()
    """Further requests to validate: those that functions make."""
    regional: bool = True
    """Whether the type has a `region` property."""

    @property
    def replace(self) -> frozenset[str]:
        """The properties whose change forces a replacement."""
        return frozenset(name for name, prop in self.properties.items() if prop.replace)
