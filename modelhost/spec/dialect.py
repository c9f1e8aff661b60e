"""One time in the dialects of those who fire at it."""

from modelhost.spec.at import SUNDAY, Once, Weekly

WEEK = 7


def autoscaling(when: Weekly | Once) -> str:
    """Return *when* for Application Auto Scaling: six fields with one question mark, or a single moment."""
    return when.aws()


def scheduler(when: Weekly | Once) -> str:
    """Return *when* for EventBridge Scheduler, which speaks as Application Auto Scaling does."""
    return when.aws()


def unix(when: Weekly | Once) -> str:
    """Return *when* in the five fields of Unix, Sunday as 0; ValueError for a single moment, which no field tells."""
    if isinstance(when, Once):
        raise ValueError(f"{when.moment:%Y-%m-%d %H:%M} is a single moment, and five cron fields come back every year")
    if len(when.days) == WEEK:
        return f"{when.minute} {when.hour} * * *"
    return f"{when.minute} {when.hour} * * {_days(when.days)}"


def _days(days: frozenset[int]) -> str:
    """Return *days* (Monday is 0) as numbers of Unix, a run of three or more as a range."""
    numbers = sorted(0 if day == SUNDAY else day + 1 for day in days)
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}-{numbers[-1]}"
    return ",".join(map(str, numbers))
