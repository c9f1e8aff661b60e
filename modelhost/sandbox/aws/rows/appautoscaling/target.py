"""Scalable targets: what is scaled, between which bounds."""

from __future__ import annotations

from modelhost.provider.table import Call, Lookup, Prop, Row, TagStyle
from modelhost.sandbox.aws.rows.appautoscaling.scope import IMPORT_ID, MISSING, SCOPE, SCOPE_PROPERTIES, SERVICE

TAGS = TagStyle(
    create={"Tags": "{tag_map}"},
    add=Call("tag_resource", {"ResourceARN": "{arn}", "Tags": "{tag_map}"}),
    remove=Call("untag_resource", {"ResourceARN": "{arn}", "TagKeys": "{tag_keys}"}),
    read=Lookup(Call("list_tags_for_resource", {"ResourceARN": "{arn}"}), {"tags": "Tags"}),
)

TARGET = Row(
    type="aws:appautoscaling/target:Target",
    service=SERVICE,
    properties={
        **SCOPE_PROPERTIES,
        "minCapacity": Prop(required=True),
        "maxCapacity": Prop(required=True),
        "roleArn": Prop(computed=True),
        "suspendedState": Prop(computed=True),
        "tags": Prop(),
    },
    create=Call("register_scalable_target"),
    # Tags are refused for a target that is registered already, so the update leaves them out.
    update=Call("register_scalable_target", {**SCOPE, "MinCapacity": "{minCapacity}", "MaxCapacity": "{maxCapacity}"}),
    id="{resourceId}",
    read=Call(
        "describe_scalable_targets",
        {
            "ServiceNamespace": "{serviceNamespace}",
            "ResourceIds": ["{resourceId}"],
            "ScalableDimension": "{scalableDimension}",
        },
    ),
    found="ScalableTargets[0]",
    outputs={"arn": "ScalableTargetARN"},
    delete=(Call("deregister_scalable_target", SCOPE),),
    tags=TAGS,
    unique=tuple(SCOPE_PROPERTIES),
    missing=MISSING,
    import_id=IMPORT_ID,
)

ROWS = (TARGET,)
