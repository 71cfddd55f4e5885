"""Tests of many combinations: a sample of them in every run, all of them in `make test-long`."""

from itertools import product

import pytest


def combinations(*axes, sample=None, always=()):
    """Every combination as a parameter; those beyond the sample are long.

    The sample walks through all axes at once, in ``sample`` even steps or until each value was taken.
    Whatever has a value that is ``always`` taken belongs to it.
    """
    axes = [list(axis) for axis in axes]
    steps = sample or max(map(len, axes))
    taken = {tuple(axis[_place(step, steps, len(axis))] for axis in axes) for step in range(steps)}
    return [
        pytest.param(*values, id="-".join(map(str, values)), marks=[] if is_short else [pytest.mark.long])
        for values in product(*axes)
        for is_short in [values in taken or not set(always).isdisjoint(values)]
    ]


def sampled(values, *, short):
    """Each value as a parameter; those that are not in ``short`` are long."""
    return [pytest.param(value, marks=[] if value in short else [pytest.mark.long]) for value in values]


def _place(step, steps, length):
    return step * length // steps if length > steps else step % length
