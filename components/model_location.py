"""Where a model lies in S3, in the words of SageMaker and of IAM."""

from typing import Any, NamedTuple


class ModelLocation(NamedTuple):
    """One archive, or everything below a prefix."""

    bucket: str
    """Name of the bucket."""
    key: str
    """Key of the archive, or the prefix with its final slash."""

    @property
    def compressed(self) -> bool:
        """Whether it is one archive to unpack."""
        return not self.key.endswith("/") and self.key != ""

    @property
    def uri(self) -> str:
        """The location as an S3 URI."""
        return f"s3://{self.bucket}/{self.key}"

    @property
    def data_source(self) -> dict[str, Any]:
        """The location as a SageMaker model data source."""
        kind = ("S3Object", "Gzip") if self.compressed else ("S3Prefix", "None")
        return {"s3DataSource": {"s3Uri": self.uri, "s3DataType": kind[0], "compressionType": kind[1]}}


def parse_location(uri: str) -> ModelLocation:
    """Read an `s3://bucket/key` URI; a final slash makes it a prefix of uncompressed files."""
    scheme, _, rest = uri.partition("://")
    bucket, _, key = rest.partition("/")
    if scheme != "s3" or not bucket or not key:
        raise ValueError(f"{uri!r} is not an S3 location; write s3://bucket/model.tar.gz or s3://bucket/prefix/")
    location = ModelLocation(bucket, key)
    if location.compressed and not key.endswith(".tar.gz"):
        raise ValueError(f"{uri!r} is neither a .tar.gz nor a prefix; end a prefix of uncompressed files with a slash")
    return location
