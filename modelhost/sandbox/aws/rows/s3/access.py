"""Who may reach a bucket: its policy, the block of public access, the ownership of objects."""

from __future__ import annotations

from modelhost.provider.table import JSON, Call, Prop
from modelhost.sandbox.aws.rows.s3.setting import BY_BUCKET, setting

FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

PUBLIC_ACCESS_BLOCK = setting(
    "BucketPublicAccessBlock",
    {**{name: Prop(default=False) for name in FLAGS}, "skipDestroy": Prop(local=True)},
    put=Call(
        "put_public_access_block",
        {**BY_BUCKET, "PublicAccessBlockConfiguration": {name: f"{{{name}}}" for name in FLAGS}},
        auto=False,
    ),
    get="get_public_access_block",
    found="PublicAccessBlockConfiguration",
    delete=Call("delete_public_access_block", BY_BUCKET),
    missing=("NoSuchPublicAccessBlockConfiguration",),
    retain="skipDestroy",
)

OWNERSHIP = setting(
    "BucketOwnershipControls",
    {"rule": Prop(required=True, read="Rules[0]")},
    put=Call("put_bucket_ownership_controls", {**BY_BUCKET, "OwnershipControls": {"Rules": ["{rule}"]}}, auto=False),
    get="get_bucket_ownership_controls",
    found="OwnershipControls",
    delete=Call("delete_bucket_ownership_controls", BY_BUCKET),
    missing=("OwnershipControlsNotFoundError",),
)

POLICY = setting(
    "BucketPolicy",
    {"policy": Prop(codec=JSON, required=True)},
    put=Call("put_bucket_policy"),
    get="get_bucket_policy",
    found="@",
    delete=Call("delete_bucket_policy", BY_BUCKET),
    missing=("NoSuchBucketPolicy",),
)

ROWS = (PUBLIC_ACCESS_BLOCK, OWNERSHIP, POLICY)
