"""exp and erf to the last bit, from operations that IEEE 754 fixes: what a symbol depends on must not depend on a machine's library."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

_INVERSE_LN2 = 1.44269504088896338700
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_P1 = 1.66666666666666019037e-01
_P2 = -2.77777777770155933842e-03
_P3 = 6.61375632143793436117e-05
_P4 = -1.65339022054652515390e-06
_P5 = 4.13813679705723846039e-08
_OVERFLOW = 7.09782712893383973096e02
_UNDERFLOW = -7.45133219101941108420e02


def exp(x: Doubles) -> Doubles:
    """e^x as fdlibm 5.3 computes it (Java's StrictMath.exp), within one unit in the last place."""
    x = np.asarray(x, np.float64)
    high = (x.view(np.int64) >> 32) & 0x7FFFFFFF
    with np.errstate(all="ignore"):
        far = high > 0x3FD62E42  # |x| > 0.5 ln 2
        near_one = high < 0x3FF0A2B2  # |x| < 1.5 ln 2
        inside = np.clip(x, -1000.0, 1000.0)
        steps = np.trunc(_INVERSE_LN2 * inside + np.copysign(0.5, x))
        k = np.where(far, np.where(near_one, np.copysign(1.0, x), steps), 0.0)
        upper = inside - k * _LN2_HIGH
        lower = k * _LN2_LOW
        r = np.where(far, upper - lower, inside)
        t = r * r
        c = r - t * (_P1 + t * (_P2 + t * (_P3 + t * (_P4 + t * _P5))))
        direct = 1.0 - ((r * c) / (c - 2.0) - r)
        shifted = 1.0 - ((lower - (r * c) / (2.0 - c)) - upper)
        y = np.where(far, shifted, direct)
        # y 2^k in two exact steps and, below the normal numbers, a rounded one.
        tiny = k < -1021
        y = (y * 2.0) * _power_of_two(np.where(tiny, k + 999, k - 1))
        y = np.where(tiny, y * 2.0**-1000, y)
        y = np.where(high < 0x3E300000, 1.0 + inside, y)  # |x| < 2^-28
        y = np.where(x > _OVERFLOW, np.inf, np.where(x < _UNDERFLOW, 0.0, y))
        y = np.where(np.isnan(x), x, y)
    return y


def _power_of_two(k: Doubles) -> Doubles:
    """2^k for whole k from -1022 to 1023."""
    powers: Doubles = ((k.astype(np.int64) + 1023) << 52).view(np.float64)
    return powers


_SATURATED = 6
_STEPS = 128
_TWO_OVER_SQRT_PI = 1.1283791670955126


def _by_series(x: Doubles) -> Doubles:
    square = x * x
    term, total = x.copy(), x.copy()
    going = term > 2.0**-54 * total
    n = 1
    while going.any():
        term[going] *= 2 * square[going] / (2 * n + 1)
        total[going] += term[going]
        going &= term > 2.0**-54 * total
        n += 1
    return _TWO_OVER_SQRT_PI * exp(-square) * total


_GRID = np.arange(_SATURATED * _STEPS + 1) / _STEPS
_VALUES = _by_series(_GRID)
_SLOPES = _TWO_OVER_SQRT_PI * exp(-_GRID * _GRID)
_THIRDS = (4 * (_GRID * _GRID) - 2) / 6
_FOURTHS = (12 - 8 * (_GRID * _GRID)) * _GRID / 24


def erf(x: Doubles) -> Doubles:
    """The error function as docs/codec-format.md defines it, its absolute error below 1e-13."""
    x = np.asarray(x, np.float64)
    magnitude = np.abs(x)
    inside = magnitude < _SATURATED
    nearest = np.where(inside, magnitude * _STEPS + 0.5, 0.0).astype(np.int64)
    at = _GRID.take(nearest)
    d = magnitude - at
    with np.errstate(all="ignore"):
        series = 1 + d * (-at + d * (_THIRDS.take(nearest) + d * _FOURTHS.take(nearest)))
        value = _VALUES.take(nearest) + _SLOPES.take(nearest) * d * series
    return np.where(inside, np.copysign(value, x), np.sign(x))
