"""Series of events whose truth is known and is mostly not what forecasts assume.

usage: python3 series.py SERIES SEED

Prints CSV: sort, true rate a year, events in the first year after looking ended, events in the
first five, then the times of what was written down in the thirty years before, in years from 0.
Only the standard library; the same seed gives the same series.
"""

import random
import sys

YEARS = 30.0
AHEAD = 5.0


def poisson_times(draw, rate, end):
    at, times = 0.0, []
    while True:
        at += draw.expovariate(rate)
        if at > end:
            return times
        times.append(at)


def own(draw):
    """What the forecast assumes: a gamma rate, and events by chance alone."""
    rate = draw.gammavariate(2.0, 1.0 / 4.0)
    return rate, poisson_times(draw, rate, YEARS + AHEAD)


def heavy(draw):
    """Waits between events with a heavy tail (Lomax, shape 1.8): long quiet, then many."""
    mean = draw.uniform(0.8, 4.0)
    shape = 1.8
    at = -200.0 * draw.random() - 50.0
    times = []
    while at < YEARS + AHEAD:
        at += mean * (shape - 1.0) * (draw.random() ** (-1.0 / shape) - 1.0)
        if 0.0 <= at <= YEARS + AHEAD:
            times.append(at)
    return 1.0 / mean, times


def clusters(draw):
    """A cause now and then, and several events within weeks of it."""
    causes = draw.uniform(0.1, 0.5)
    times = []
    for cause in poisson_times(draw, causes, YEARS + AHEAD):
        number = 1
        while draw.random() < 0.6:
            number += 1
        times += [cause + draw.expovariate(12.0) for _ in range(number)]
    return causes / 0.4, sorted(t for t in times if t <= YEARS + AHEAD)


def drifting(draw):
    """A rate that wanders: doubled or halved within a decade or two."""
    rate, times = draw.uniform(0.3, 1.5), []
    for year in range(int(YEARS + AHEAD)):
        rate = min(6.0, max(0.05, rate * 2.0 ** draw.gauss(0.0, 0.25)))
        times += [year + t for t in poisson_times(draw, rate, 1.0)]
    return rate, times


def missing(draw):
    """Of the first half of the history, three in ten were never written down."""
    rate = draw.uniform(0.2, 2.0)
    times = poisson_times(draw, rate, YEARS + AHEAD)
    return rate, [t for t in times if t > YEARS / 2 or draw.random() > 0.3]


def rounded(draw):
    """Older events are known by their year alone, later ones by their month."""
    rate = draw.uniform(0.2, 2.0)

    def known(t):
        if t > YEARS:
            return t
        return float(int(t)) if t < 15.0 else int(t * 12.0) / 12.0

    return rate, [known(t) for t in poisson_times(draw, rate, YEARS + AHEAD)]


def main():
    number, seed = int(sys.argv[1]), int(sys.argv[2])
    for sort in (own, heavy, clusters, drifting, missing, rounded):
        draw = random.Random(f"{seed} {sort.__name__}")
        for _ in range(number):
            rate, times = sort(draw)
            next_year = sum(1 for t in times if YEARS < t <= YEARS + 1.0)
            ahead = sum(1 for t in times if t > YEARS)
            past = " ".join(f"{t:.6f}" for t in times if t <= YEARS)
            print(f"{sort.__name__},{rate:.6f},{next_year},{ahead},{past}")


if __name__ == "__main__":
    main()
