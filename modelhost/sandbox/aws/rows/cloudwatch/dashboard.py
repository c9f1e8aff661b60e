"""Dashboards."""

from __future__ import annotations

from modelhost.provider.table import JSON, Call, Prop, Row, Run

PUT = Call("put_dashboard", {"DashboardName": "{dashboardName}", "DashboardBody": "{dashboardBody}"}, auto=False)


def _put(run: Run) -> None:
    """Put the dashboard; CloudWatch keeps one with mistakes and only mentions them."""
    for each in run.call(PUT).get("DashboardValidationMessages", ()):
        text = f"PutDashboard: {each.get('DataPath', '')} {each.get('Message', '')}"
        run.context.log("warning", text)


DASHBOARD = Row(
    type="aws:cloudwatch/dashboard:Dashboard",
    service="cloudwatch",
    properties={
        "dashboardName": Prop(replace=True, required=True, pattern=r"[A-Za-z0-9_-]{1,255}"),
        "dashboardBody": Prop(codec=JSON, required=True),
    },
    create=_put,
    upsert=True,
    checks=(PUT,),
    id="{dashboardName}",
    read=Call("get_dashboard", {"DashboardName": "{id}"}),
    found="@",
    outputs={"dashboardArn": "DashboardArn"},
    delete=(Call("delete_dashboards", {"DashboardNames": ["{id}"]}),),
    unique=("dashboardName",),
    missing=("ResourceNotFound", "DashboardNotFoundError", "ResourceNotFoundException"),
)

ROWS = (DASHBOARD,)
