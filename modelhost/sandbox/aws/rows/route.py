"""Route tables, their routes, and which subnet uses which."""

from __future__ import annotations

from modelhost.provider.table import Call, Prop, Row
from modelhost.sandbox.aws.rows.tagging import ec2_tags

TARGETS = (
    "gatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
)

ROUTE_TABLE = Row(
    type="aws:ec2/routeTable:RouteTable",
    service="ec2",
    properties={"vpcId": Prop(replace=True, required=True), "tags": Prop()},
    create=Call("create_route_table"),
    id="RouteTable.RouteTableId",
    read=Call("describe_route_tables", {"RouteTableIds": ["{id}"]}),
    found="RouteTables[0]",
    outputs={"arn": "arn:{partition}:ec2:{region}:{account_id}:route-table/{id}", "ownerId": "{account_id}"},
    delete=(Call("delete_route_table", {"RouteTableId": "{id}"}),),
    tags=ec2_tags("route-table"),
    missing=("InvalidRouteTableID.NotFound",),
)

ROUTE = Row(
    type="aws:ec2/route:Route",
    service="ec2",
    properties={
        "routeTableId": Prop(replace=True, required=True, read=""),
        "destinationCidrBlock": Prop(replace=True, required=True, pattern=r"[0-9.]+/[0-9]+"),
        **{name: Prop() for name in TARGETS},
    },
    create=Call("create_route"),
    id="{routeTableId}_{destinationCidrBlock}",
    read=Call("describe_route_tables", {"RouteTableIds": ["{routeTableId}"]}, auto=False),
    found="RouteTables[0].Routes[?DestinationCidrBlock=='{destinationCidrBlock}'] | [0]",
    update=Call("replace_route", {"RouteTableId": "{routeTableId}", "DestinationCidrBlock": "{destinationCidrBlock}"}),
    outputs={"origin": "Origin", "state": "State"},
    delete=(
        Call("delete_route", {"RouteTableId": "{routeTableId}", "DestinationCidrBlock": "{destinationCidrBlock}"}),
    ),
    missing=("InvalidRouteTableID.NotFound", "InvalidRoute.NotFound"),
    unique=("routeTableId", "destinationCidrBlock"),
)

ASSOCIATION = Row(
    type="aws:ec2/routeTableAssociation:RouteTableAssociation",
    service="ec2",
    properties={
        "routeTableId": Prop(replace=True, required=True),
        "subnetId": Prop(replace=True),
        "gatewayId": Prop(replace=True),
    },
    create=Call("associate_route_table"),
    id="AssociationId",
    read=Call(
        "describe_route_tables",
        {"Filters": [{"Name": "association.route-table-association-id", "Values": ["{id}"]}]},
    ),
    found="RouteTables[].Associations[] | [?RouteTableAssociationId=='{id}'] | [0]",
    delete=(Call("disassociate_route_table", {"AssociationId": "{id}"}),),
    missing=("InvalidAssociationID.NotFound",),
    unique=("subnetId", "gatewayId"),
)

ROWS = (ROUTE_TABLE, ROUTE, ASSOCIATION)
