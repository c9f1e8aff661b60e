"""Values on the wire to the engine: protobuf structs to plain Python and back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, final

from google.protobuf.struct_pb2 import NULL_VALUE, ListValue, Struct, Value  # type: ignore[import-untyped]

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@final
class Unknown:
    """A value that a preview cannot know; there is one, `UNKNOWN`."""

    _one: Unknown | None = None

    def __new__(cls) -> Unknown:
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __copy__(self) -> Unknown:
        return self

    def __deepcopy__(self, memo: Any) -> Unknown:
        return self


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Asset:
    """A file's content; equal when the content is, by the engine's hash."""

    hash: str = ""
    path: str = field(default="", compare=False)
    text: str = field(default="", compare=False)
    uri: str = field(default="", compare=False)


@dataclass(frozen=True)
class Archive:
    """A bundle of files; equal when the content is, by the engine's hash."""

    hash: str = ""
    path: str = field(default="", compare=False)
    uri: str = field(default="", compare=False)
    assets: Mapping[str, Asset | Archive] = field(default_factory=dict, compare=False)


def decode(struct: Struct) -> dict[str, Any]:
    """Return the properties as plain Python; nulls are left out, secrets are opened."""
    return {key: _plain(value) for key, value in struct.fields.items() if not _is_null(value)}


def secret_keys(struct: Struct) -> frozenset[str]:
    """Return the top-level properties that are, or hold, a secret."""
    return frozenset(key for key, value in struct.fields.items() if _holds_secret(value))


def secret_texts(struct: Struct) -> frozenset[str]:
    """Return the texts inside secret properties, to keep them out of messages."""
    return frozenset(text for key in secret_keys(struct) for text in _texts(_plain(struct.fields[key])))


def encode(properties: Mapping[str, Any], secrets: Collection[str] = frozenset()) -> Struct:
    """Return the properties as a struct, those named in `secrets` sealed again."""
    fields = {key: _wired(value) for key, value in properties.items() if value is not None}
    for key in secrets:
        if key in fields:
            fields[key] = _sealed(fields[key])
    return Struct(fields=fields)


def contains_unknown(value: Any) -> bool:
    """Say whether UNKNOWN stands anywhere in a plain value."""
    if value is UNKNOWN:
        return True
    if isinstance(value, Mapping):
        return any(contains_unknown(each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(contains_unknown(each) for each in value)
    return False


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _is_null(value: Value) -> bool:
    return value.WhichOneof("kind") in (None, "null_value")


def _plain(value: Value) -> Any:
    match value.WhichOneof("kind"):
        case "string_value":
            return UNKNOWN if value.string_value == UNKNOWN_TEXT else value.string_value
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        case "bool_value":
            return value.bool_value
        case "list_value":
            return [_plain(each) for each in value.list_value.values]
        case "struct_value":
            return _opened(value.struct_value)
    return None


def _opened(struct: Struct) -> Any:
    fields = struct.fields
    if SIGNATURE not in fields:
        return decode(struct)
    match fields[SIGNATURE].string_value:
        case signature if signature in (SECRET, OUTPUT):
            return _plain(fields["value"]) if "value" in fields else UNKNOWN
        case signature if signature == ASSET:
            return Asset(**{key: _text(fields, key) for key in ("hash", "path", "text", "uri")})
        case signature if signature == ARCHIVE:
            assets = decode(fields["assets"].struct_value) if "assets" in fields else {}
            return Archive(**{key: _text(fields, key) for key in ("hash", "path", "uri")}, assets=assets)
        case signature if signature == RESOURCE:
            return _reference(fields)
    raise ValueError(f"the engine sent a value with the unknown signature {fields[SIGNATURE].string_value!r}")


def _reference(fields: Mapping[str, Value]) -> Any:
    """A resource stands for its id, a component for its URN."""
    if "id" not in fields:
        return fields["urn"].string_value
    return _plain(fields["id"]) or UNKNOWN


def _text(fields: Mapping[str, Value], key: str) -> str:
    return fields[key].string_value if key in fields else ""


def _holds_secret(value: Value) -> bool:
    match value.WhichOneof("kind"):
        case "list_value":
            return any(_holds_secret(each) for each in value.list_value.values)
        case "struct_value":
            fields = value.struct_value.fields
            signature = fields[SIGNATURE].string_value if SIGNATURE in fields else ""
            if signature == SECRET or (signature == OUTPUT and "secret" in fields and fields["secret"].bool_value):
                return True
            return any(_holds_secret(each) for each in fields.values())
    return False


def _wired(value: Any) -> Value:
    match value:
        case None:
            return Value(null_value=NULL_VALUE)
        case bool():
            return Value(bool_value=value)
        case int() | float():
            return Value(number_value=value)
        case str():
            return Value(string_value=value)
        case Unknown():
            return Value(string_value=UNKNOWN_TEXT)
        case Asset() | Archive():
            return Value(struct_value=Struct(fields=dict(_wired_files(value))))
        case Mapping():
            return Value(struct_value=encode(value))
        case list() | tuple() | set() | frozenset():
            return Value(list_value=ListValue(values=[_wired(each) for each in value]))
    raise TypeError(f"{type(value).__name__} cannot cross to the engine: {value!r}")


def _wired_files(files: Asset | Archive) -> Iterator[tuple[str, Value]]:
    yield SIGNATURE, Value(string_value=ASSET if isinstance(files, Asset) else ARCHIVE)
    for key in ("hash", "path", "text", "uri"):
        if text := getattr(files, key, ""):
            yield key, Value(string_value=text)
    if isinstance(files, Archive) and files.assets:
        yield "assets", Value(struct_value=encode(files.assets))


def _sealed(value: Value) -> Value:
    return Value(struct_value=Struct(fields={SIGNATURE: Value(string_value=SECRET), "value": value}))
