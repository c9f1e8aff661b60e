"""The one list of what this server answers itself, before anything reaches moto."""

from __future__ import annotations

from modelhost.sandbox.cloud.autoscaling import table as autoscaling
from modelhost.sandbox.cloud.budgets import table as budgets
from modelhost.sandbox.cloud.cloudwatch import table as cloudwatch
from modelhost.sandbox.cloud.costexplorer import table as costexplorer
from modelhost.sandbox.cloud.event import table as event
from modelhost.sandbox.cloud.handler import HandlerTable
from modelhost.sandbox.cloud.inference import table as inference
from modelhost.sandbox.cloud.ledger import answers
from modelhost.sandbox.cloud.network import table as network
from modelhost.sandbox.cloud.sagemaker import table as sagemaker
from modelhost.sandbox.cloud.scheduler import table as scheduler
from modelhost.sandbox.cloud.trust import table as trust
from modelhost.sandbox.cloud.workflow import table as workflow

EXTENSIONS: HandlerTable = {
    **sagemaker.ANSWERS,
    **autoscaling.ANSWERS,
    **cloudwatch.ANSWERS,
    **budgets.ANSWERS,
    **costexplorer.ANSWERS,
    **network.ANSWERS,
    **trust.ANSWERS,
    **scheduler.ANSWERS,
    **workflow.ANSWERS,
    **inference.ANSWERS,
}
LEDGER: HandlerTable = {key: answer for row in costexplorer.ROWS for key, answer in answers(row).items()}
ANSWERS: HandlerTable = {**EXTENSIONS, **LEDGER}
GUARDS: HandlerTable = {
    **sagemaker.GUARDS,
    **autoscaling.GUARDS,
    **cloudwatch.GUARDS,
    **costexplorer.GUARDS,
    **network.GUARDS,
    **trust.GUARDS,
    **event.GUARDS,
}
UNLOCKED = inference.UNLOCKED
