"""Exponential random numbers for compiled loops, faster than an array of them can be read.

Bits: xoshiro256++ (Blackman and Vigna, ACM TOMS 47(4), 2021). Exponentials: the ziggurat (Marsaglia and Tsang, Journal
of Statistical Software 5(8), 2000) with 256 layers, of 53 random bits each.
"""

import numpy as np
import numpy.typing as npt

from modelhost.planner.array import Counts, Floats
from modelhost.planner.compiled import inlined

Bits = npt.NDArray[np.uint64]

LAYERS = 256
EDGE = 7.69711747013104972
"""Where the lowest layer of 256 ends, from the paper."""
MANTISSA_BITS = 53
U11, U17, U23, U45, U64 = (np.uint64(number) for number in (11, 17, 23, 45, 64))
LAYER_MASK = np.uint64(LAYERS - 1)


def _layers() -> tuple[Counts, Floats, Floats]:
    """Return for each layer which 53-bit numbers surely lie below the curve, the width of one, and its upper edge."""
    area = (EDGE + 1.0) * np.exp(-EDGE)
    edges = np.empty(LAYERS + 1)
    edges[0], edges[1] = area * np.exp(EDGE), EDGE
    for layer in range(2, LAYERS):
        edges[layer] = -np.log(np.exp(-edges[layer - 1]) + area / edges[layer - 1])
    edges[LAYERS] = 0.0
    safe = np.floor(edges[1:] / edges[:-1] * 2.0**MANTISSA_BITS).astype(np.int64)
    return safe, edges[:-1] * 2.0**-MANTISSA_BITS, np.exp(-edges)


SAFE, WIDTH, HEIGHT = _layers()


def seeded(seed: int) -> Bits:
    """Return (4,) the state of a generator."""
    state: Bits = np.random.SeedSequence(seed).generate_state(4, np.uint64).astype(np.uint64)
    return state


@inlined
def rotated(word: np.uint64, by: np.uint64) -> np.uint64:
    """Return the 64 bits of *word* turned left by *by*."""
    turned: np.uint64 = (word << by) | (word >> (U64 - by))
    return turned


@inlined
def bits(state: Bits) -> np.uint64:
    """Return 64 random bits, and move *state* on."""
    one, two, three, four = state[0], state[1], state[2], state[3]
    drawn = rotated(one + four, U23) + one
    three ^= one
    four ^= two
    state[1] = two ^ three
    state[0] = one ^ four
    state[2] = three ^ (two << U17)
    state[3] = rotated(four, U45)
    return np.uint64(drawn)


@inlined
def exponential(state: Bits) -> float:
    """Return a number from the exponential distribution with mean 1, and move *state* on."""
    while True:
        word = bits(state)
        layer = np.int64(word & LAYER_MASK)
        number = np.int64(word >> U11)
        drawn = number * WIDTH[layer]
        if number < SAFE[layer]:
            return float(drawn)
        even = np.int64(bits(state) >> U11) * 2.0**-MANTISSA_BITS
        if layer == 0:
            return float(EDGE - np.log1p(-even))
        if HEIGHT[layer] + even * (HEIGHT[layer + 1] - HEIGHT[layer]) < np.exp(-drawn):
            return float(drawn)
