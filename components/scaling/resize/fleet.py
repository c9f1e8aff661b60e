"""How many instances the endpoint has now."""

from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import States, choose, note, present, work_out

COUNT = "$.fleet.count"
ANY = "$.live.ProductionVariants[0].DesiredInstanceCount"


def count_instances(plan: ResizePlan, begin: str, then: str) -> States:
    """Return the states that put the variant's instances at `$.fleet.count`; none where nothing counts them."""
    ours = f"$.live.ProductionVariants[?(@.VariantName=='{plan.variant}')].DesiredInstanceCount"
    return {
        begin: choose([(present(ANY), f"{begin}: its variant")], f"{begin}: none"),
        f"{begin}: its variant": work_out({"counts.$": ours}, f"{begin}: so many", "$.fleet"),
        f"{begin}: so many": work_out({"count.$": "States.ArrayGetItem($.fleet.counts, 0)"}, then, "$.fleet"),
        f"{begin}: none": note({"count": 0}, then, "$.fleet"),
    }
