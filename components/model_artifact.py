"""The artifact of one endpoint: a local folder, packed and uploaded once per content, or a place in S3."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws

from components.model_archive import object_key, object_prefix, pack
from components.model_location import parse_location
from modelhost.spec.model import ModelSpec


class ModelArtifactArgs(TypedDict):
    """What an artifact needs."""

    spec: ModelSpec
    """The model, with the place of its artifact."""
    endpoint: str
    """Endpoint that serves it; the first part of its keys."""
    folder: str
    """Folder that local artifacts are relative to."""
    cache: str
    """Folder for packed archives."""
    bucket_name: pulumi.Input[str]
    """Bucket for uploads."""
    key_arn: pulumi.Input[str]
    """KMS key of uploads."""


class ModelArtifact(pulumi.ComponentResource):
    """A model in S3; its key follows from its content, so an unchanged model is never deployed again."""

    data_source: pulumi.Output[Mapping[str, Any]]
    """SageMaker model data source."""
    bucket_name: pulumi.Output[str]
    """Bucket that holds it."""
    prefix: str
    """Prefix that the endpoint's role may read."""
    uri: pulumi.Output[str]
    """S3 URI of the archive or prefix."""
    size_bytes: int
    """Size of a local folder; 0 for a place in S3."""

    def __init__(self, name: str, args: ModelArtifactArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = ModelSpec.model_validate(args["spec"])
        super().__init__("modelhost:index:ModelArtifact", name, {"spec": spec.plain()}, opts)
        if spec.artifact is None:
            raise pulumi.InputPropertyError("spec.artifact", "a model needs a folder or an s3:// URI")

        if spec.local:
            archive = pack(Path(args["folder"], spec.artifact), Path(args["cache"]))
            model = aws.s3.BucketObjectv2(
                name,
                bucket=args["bucket_name"],
                key=object_key(args["endpoint"], archive.digest),
                source=pulumi.FileAsset(str(archive.path)),
                server_side_encryption="aws:kms",
                kms_key_id=args["key_arn"],
                bucket_key_enabled=True,
                # Kept configurations point to older archives; the bucket's own lifecycle and deletion remove them.
                opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
            )
            self.uri = pulumi.Output.concat("s3://", model.bucket, "/", model.key)
            self.prefix, self.size_bytes = object_prefix(args["endpoint"]), archive.size_bytes
        else:
            self.uri = pulumi.Output.from_input(spec.artifact)
            self.prefix, self.size_bytes = parse_location(spec.artifact).key, 0

        self.data_source = self.uri.apply(lambda uri: parse_location(uri).data_source)
        self.bucket_name = self.uri.apply(lambda uri: parse_location(uri).bucket)
        self.register_outputs({"uri": self.uri})
