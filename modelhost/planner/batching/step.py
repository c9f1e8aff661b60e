"""What a step of a server of language models costs, as numbers that a compiled function reads."""

from typing import NamedTuple

from modelhost.planner.array import Counts

PICOSECOND = 1e-12
"""Clocks here count whole picoseconds: reading one token of the cache takes some thousand, and sums stay exact."""


class Step(NamedTuple):
    """One step computes one further token of each running request, and pieces of the prompts that wait."""

    linear_ps: Counts
    """(batched_tokens + 1,) time by the number of tokens in the step, without what the cache adds; 0 first."""
    cache_ps: int
    """Time to read one token of the cache."""
    pair_ps: int
    """Time for one token of a prompt to look at one token before it."""
    sequences: int
    """Most requests in a step (vLLM's `max_num_seqs`)."""
    cache_tokens: int
    """Tokens that the cache holds."""
    intake_ps: int = 0
    """Time outside the steps: the server's front, tokens into words, and back."""
    ahead: int = 0
    """1 where each step is scheduled as the one before begins, so that who comes during it misses the next one too."""

    @property
    def batched_tokens(self) -> int:
        """Most tokens in a step (vLLM's `max_num_batched_tokens`)."""
        return len(self.linear_ps) - 1
