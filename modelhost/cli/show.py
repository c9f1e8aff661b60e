"""`modelhost show`: what stands, on one screen."""

from __future__ import annotations

from datetime import UTC, datetime

from modelhost.cli.errors import told
from modelhost.cli.show_view import present
from modelhost.cli.stack import ConfigFileOption, JsonOption, StackOption, console, print_json, progress, stack_file
from modelhost.operate.cloud import Cloud
from modelhost.operate.standing.attention import attention
from modelhost.operate.standing.cost import total
from modelhost.operate.standing.standing import standing


@told
def command(stack: StackOption = "dev", config_file: ConfigFileOption = None, as_json: JsonOption = False) -> None:
    """Show what stands: endpoints, machines, scaling, schedules, alarms, budget, and what it costs a month.

    It asks AWS and changes nothing. What needs somebody's attention comes last, each line with what to do. Parts that
    the credentials may not see are left out and named.

    Examples:

      modelhost show
      modelhost show -s prod --json | jq .attention
    """
    file = stack_file(stack, config_file)
    environment = file.load()
    now = datetime.now(UTC)
    with progress().status("asking AWS"):
        found = standing(environment, Cloud(file.region), now)
    if as_json:
        sums = {
            "floor_usd": total(each.floor_usd for each in found.cost),
            "ceiling_usd": total(each.ceiling_usd for each in found.cost),
        }
        print_json({**found.model_dump(mode="json"), **sums, "attention": list(attention(found))})
    else:
        present(console(), found)
