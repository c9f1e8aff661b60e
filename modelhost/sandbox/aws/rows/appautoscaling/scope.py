"""How Application Auto Scaling names what it scales."""

from __future__ import annotations

from modelhost.provider.table import Prop

SERVICE = "application-autoscaling"
SCOPE = {
    "ServiceNamespace": "{serviceNamespace}",
    "ResourceId": "{resourceId}",
    "ScalableDimension": "{scalableDimension}",
}
SCOPE_PROPERTIES = {
    "serviceNamespace": Prop(replace=True, required=True),
    "resourceId": Prop(replace=True, required=True, pattern=".+"),
    "scalableDimension": Prop(replace=True, required=True),
}
IMPORT_ID = "{serviceNamespace}/{resourceId}/{scalableDimension}"
MISSING = ("ObjectNotFoundException",)
