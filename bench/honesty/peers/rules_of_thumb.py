"""PSI on ten bins of equal mass in the reference (categories: one bin each), alarmed above 0.1 or 0.2, as practitioners do by hand. Empty bins count as half a row."""
import sys

import numpy as np
import pandas as pd
from populations import CATEGORIES, measure


def psi(reference, candidate):
    p, q = np.maximum(candidate, 0.5) / candidate.sum(), np.maximum(reference, 0.5) / reference.sum()
    return float(((p - q) * np.log(p / q)).sum())


def counts(name, reference, candidate):
    if name in CATEGORIES:
        both = pd.concat([reference.value_counts(), candidate.value_counts()], axis=1).fillna(0).to_numpy()
        return both[:, 0], both[:, 1]
    edges = np.unique(np.quantile(reference, np.arange(1, 10) / 10))
    return tuple(np.bincount(np.searchsorted(edges, side, side="left"), minlength=len(edges) + 1) for side in (reference, candidate))


def alarms(limit):
    return lambda reference, candidate: {name: psi(*counts(name, reference[name], candidate[name])) > limit for name in reference.columns}


measure(f"PSI above {sys.argv[1]}", alarms(float(sys.argv[1])), [(int(rows), int(replications)) for rows, replications in (arg.split("x") for arg in sys.argv[2:])])
