"""A model is uploaded once per content, or used where it lies."""

import pulumi
import pytest

from components.model_artifact import ModelArtifact
from components.model_location import parse_location
from modelhost.spec.model import ModelSpec

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/own@sha256:" + "0" * 64


def artifact(tmp_path, **spec):
    """Return an artifact with defaults to override."""
    return ModelArtifact(
        "artifact",
        {
            "spec": ModelSpec(**{"framework": "sklearn", **spec}),
            "endpoint": "dev-digits",
            "folder": str(tmp_path),
            "cache": str(tmp_path / "cache"),
            "bucket_name": "models",
            "key_arn": "arn:key",
        },
    )


def test_a_folder_is_uploaded_under_the_key_of_its_content(build, tmp_path):
    """The object is encrypted with the environment's key, and its key follows from the content."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a").write_bytes(b"1")
    found = build(lambda: artifact(tmp_path, artifact="./model").data_source)
    upload = found.one("BucketObjectv2")
    key = "models/dev-digits/c14e2de2b9f55a78/model.tar.gz"
    assert upload["key"] == key
    assert (upload["serverSideEncryption"], upload["kmsKeyId"], upload["bucketKeyEnabled"]) == (
        "aws:kms",
        "arn:key",
        True,
    )
    assert found.value == {
        "s3DataSource": {"s3Uri": f"s3://models/{key}", "s3DataType": "S3Object", "compressionType": "Gzip"}
    }


@pytest.mark.parametrize(
    ("uri", "kind", "compression"),
    [
        ("s3://theirs/v1/model.tar.gz", "S3Object", "Gzip"),
        ("s3://theirs/llama/", "S3Prefix", "None"),
    ],
)
def test_a_place_in_s3_is_used_as_it_is(build, tmp_path, uri, kind, compression):
    """An archive is one object to unpack, a prefix holds uncompressed files; nothing is uploaded."""
    found = build(lambda: artifact(tmp_path, artifact=uri).data_source)
    assert found.value["s3DataSource"] == {"s3Uri": uri, "s3DataType": kind, "compressionType": compression}
    assert found.types() == ["modelhost:index:ModelArtifact"]


def test_the_role_may_read_all_versions_of_the_endpoint_but_no_others(build, tmp_path):
    """Kept configurations point to older archives, which the role must still reach."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a").write_bytes(b"1")
    kept = []
    build(lambda: kept.append(artifact(tmp_path, artifact="./model")))
    assert kept[0].prefix == "models/dev-digits/"


def test_a_model_without_an_artifact_is_refused(build, tmp_path):
    """The component names the field."""
    with pytest.raises(pulumi.InputPropertyError, match="a model needs a folder"):
        build(lambda: artifact(tmp_path, framework=None, image=IMAGE))


@pytest.mark.parametrize("uri", ["s3://", "s3://bucket", "http://bucket/key.tar.gz", "s3://bucket/model.bin"])
def test_what_is_no_model_location_is_refused(uri):
    """The message shows the value."""
    with pytest.raises(ValueError, match=f"'{uri}'"):
        parse_location(uri)
