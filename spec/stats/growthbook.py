"""GrowthBook's sequential intervals and p-values (gbstats), to hold the normal mixture against. Writes growthbook.json beside itself. Run by an environment of growthbook-requirements.txt."""
import json
import pathlib

import numpy as np
from gbstats.frequentist.tests import SequentialConfig, SequentialTwoSidedTTest
from gbstats.models.statistics import SampleMeanStatistic

rng = np.random.default_rng(20261124)


def statistic(values):
    return SampleMeanStatistic(n=len(values), sum=float(values.sum()), sum_squares=float((values**2).sum()))


def case(n, tuned, alpha, shift):
    a, b = statistic(rng.normal(2, 1, n)), statistic(rng.normal(2 + shift, 1.5, n + n // 3))
    test = SequentialTwoSidedTTest(a, b, SequentialConfig(alpha=alpha, sequential_tuning_parameter=tuned, difference_type="absolute"))
    low, high = test.confidence_interval
    rows = a.n + b.n
    return {
        "rows": rows, "tuned": tuned, "alpha": alpha, "variance": float(test.variance * rows), "difference": float(test.point_estimate), "rho": float(test.rho), "low": float(low), "high": float(high), "p": float(test.p_value),
    }


out = [case(*each) for each in ((100, 5000, 0.05, 0.4), (3000, 5000, 0.05, 0.0), (3000, 5000, 0.01, 0.2), (40000, 1000, 0.1, 0.04))]
pathlib.Path(__file__).with_name("growthbook.json").write_text(json.dumps({"cases": out}, indent=1) + "\n")
