"""The program: a parts list, from the stack file to what stands in the cloud."""

import pulumi

from components.cost_alarms import CostAlarms
from components.dashboard import Dashboard
from infra.access import look_up_account, make_providers
from infra.garbage import quiet_collector
from infra.hosting import host
from infra.scaling import scale
from infra.settings import read_settings
from infra.shared_platform import other_platform, own_platform
from infra.stage import Stage
from infra.traffic import traffic_bucket
from infra.view import outputs_of, view_of
from infra.warm import warm_up

quiet_collector()
settings = read_settings()
environment = settings.environment
services_imported = warm_up(environment)
providers = make_providers(settings)
account = look_up_account(settings, providers)
services_imported()
shared = pulumi.ResourceOptions(providers=providers)

if environment.platform is None:
    platform = own_platform(settings, account, providers)
else:
    platform = other_platform(environment.platform.stack)
stage = Stage(settings, account, platform, providers, traffic_bucket(environment, account, platform, shared))

endpoints = {}
for key, spec in environment.endpoints.items():
    strategy = spec.in_force()
    hosted = host(stage, key, strategy)
    scale(stage, key, hosted, strategy)
    endpoints[key] = outputs_of(stage, key, hosted)

if environment.endpoints:
    dashboard = Dashboard(
        f"{environment.name}-endpoints",
        {
            "title": environment.name,
            "region": settings.region,
            "endpoints": [view_of(stage, key) for key in environment.endpoints],
            "monthly_usd": environment.budget.monthly_usd if environment.budget else None,
        },
        shared,
    )
    pulumi.export("dashboard_name", dashboard.dashboard_name)

if environment.budget is not None:
    costs = CostAlarms(
        f"{environment.name}-costs",
        {"spec": environment.budget, "environment": environment.name, "topic_arn": platform.alarm_topic_arn},
        shared,
    )
    pulumi.export("budget_name", costs.budget_name)
    pulumi.export("cost_tag_note", costs.cost_tag_note)

pulumi.export("environment", environment.name)
pulumi.export("region", settings.region)
pulumi.export("account_id", account.id)
pulumi.export("endpoints", endpoints)
for name, value in platform.outputs().items():
    pulumi.export(name, value)
