"""Reference values for src/core/stats, from implementations that share no code with it. Writes golden.json beside itself."""
import json
import math
import pathlib

import mpmath
import numpy as np
from calibration.utils import unbiased_square_ce
from ddsketch.mapping import LogarithmicMapping
from scipy import optimize, stats
from sklearn import metrics
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import ttost_paired

mpmath.mp.dps = 50
rng = np.random.default_rng(20240611)


def number(x):
    """A plain float; keeps JSON free of numpy types."""
    return float(x)


def distributions():
    def beta_cdf(x, a, b):
        return number(mpmath.betainc(a, b, 0, mpmath.mpf(x), regularized=True))

    return {
        "normalCdf": [[x, number(mpmath.ncdf(mpmath.mpf(x)))] for x in (-30, -10, -3.5, -1, 0, 0.3, 1.96, 6, 9)],
        "normalQuantile": [[p, number(stats.norm.ppf(p))] for p in (1e-300, 1e-15, 1e-12, 2e-8, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999999)],
        "tCdf": [[x, df, number(stats.t.cdf(x, df))] for x, df in ((-3, 1), (-2, 2.5), (0.5, 4), (1.7, 30), (-8, 12), (-3, 1e9), (2, 1e6))],
        "tQuantile": [[p, df, number(stats.t.ppf(p, df))] for p, df in ((0.975, 1), (0.95, 4.5), (0.025, 30), (0.999, 7), (0.975, 5e6))],
        "betaCdf": [[x, a, b, beta_cdf(x, a, b)] for x, a, b in ((0.1, 2, 3), (0.5, 0.5, 0.5), (1e-6, 3, 5_000_000), (0.999, 400, 2), (0.3, 30, 70))],
        "betaQuantile": [[p, a, b, number(stats.beta.ppf(p, a, b))] for p, a, b in ((0.025, 8, 43), (0.975, 9, 42), (0.975, 1, 5e6), (0.975, 3, 5e6), (0.05, 5e6, 1), (1e-12, 5, 1e6), (0.5, 20, 20))],
        "binomialCdf": [[k, n, p, number(stats.binom.cdf(k, n, p))] for k, n, p in ((3, 10, 0.3), (983, 1000, 0.99), (4_999_900, 5_000_000, 0.99999), (0, 50, 0.01), (50, 50, 0.2))],
        "binomialQuantile": [[q, n, p, int(stats.binom.ppf(q, n, p))] for q, n, p in ((0.025, 1000, 0.99), (0.975, 1000, 0.99), (0.5, 11, 0.5), (0.025, 5_000_000, 0.999), (0.975, 5_000_000, 0.5), (0.001, 10, 0.05))],
        "chiSquareCdf": [[x, df, number(stats.chi2.cdf(x, df))] for x, df in ((0.5, 1), (3.84, 1), (20, 9), (150, 100), (2024.8, 2124), (2023, 1900), (66100, 66000))],
        "chiSquareQuantile": [[p, df, number(stats.chi2.ppf(p, df))] for p, df in ((0.95, 1), (0.025, 9), (0.999, 100), (0.5, 2), (0.025, 2124), (0.975, 66002))],
    }


def shares():
    cases = [(8, 50), (0, 300), (300, 300), (1, 10), (2, 5_000_000), (70, 80), (0, 1)]
    out = {"clopperPearson": [], "wilson": [], "upper": [], "lower": []}
    for k, n in cases:
        for level in (0.95, 0.9):
            for name, method in (("clopperPearson", "beta"), ("wilson", "wilson")):
                low, high = proportion_confint(k, n, alpha=1 - level, method=method)
                low, high = (0.0 if k == 0 else low), (1.0 if k == n else high)
                out[name].append([k, n, level, number(low), number(high)])
        out["upper"].append([k, n, 0.95, 1.0 if k == n else number(stats.beta.ppf(0.95, k + 1, n - k))])
        out["lower"].append([k, n, 0.95, 0.0 if k == 0 else number(stats.beta.ppf(0.05, k, n - k + 1))])
    out["newcombe"] = []
    for k1, n1, k2, n2 in ((56, 70, 48, 80), (9, 10, 3, 10), (0, 200, 0, 300), (5, 5000, 1, 4000)):
        low, high = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff", alpha=0.05)
        out["newcombe"].append([k1, n1, k2, n2, 0.95, number(low), number(high)])
    return out


def tango_score(difference, b, c, n):
    """Score statistic with the nuisance p01 found by maximising the trinomial likelihood numerically, not by the closed form."""
    rest = n - b - c
    low, high = max(0.0, -difference), (1 - difference) / 2

    def minus_log_likelihood(q):
        terms = ((b, q + difference), (c, q), (rest, 1 - 2 * q - difference))
        return -sum(count * math.log(max(p, 1e-300)) for count, p in terms if count)

    q = optimize.minimize_scalar(minus_log_likelihood, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
    return (b - c - n * difference) / math.sqrt(n * (2 * q + difference - difference**2))


def paired_share_difference():
    out = []
    for b, c, n in ((12, 9, 44), (3, 0, 50), (40, 10, 5000), (7, 7, 200), (0, 6, 1000), (30, 2, 36)):
        for level in (0.95, 0.9):
            z = stats.norm.ppf(0.5 + level / 2)
            estimate = (b - c) / n
            low = optimize.brentq(lambda d: tango_score(d, b, c, n) - z, -1 + 1e-7, estimate - 1e-9, xtol=1e-12)
            high = optimize.brentq(lambda d: tango_score(d, b, c, n) + z, estimate + 1e-9, 1 - 1e-7, xtol=1e-12)
            out.append([b, c, n, level, low, high])
    return out


def tost():
    out = []
    for n, mu, sd, margin in ((30, 0.0, 0.02, 0.01), (500, 0.002, 0.02, 0.001), (8, -0.3, 1.0, 0.5), (2000, 0.0002, 0.02, 0.001)):
        d = rng.normal(mu, sd, n)
        p, (t_low, p_low, df), (t_high, p_high, _) = ttost_paired(d, np.zeros(n), -margin, margin)
        mean, s = d.mean(), d.std(ddof=1)
        low, high = stats.t.interval(0.9, n - 1, mean, s / math.sqrt(n))
        out.append({"n": n, "mean": number(mean), "sd": number(s), "margin": margin, "p": number(p), "pLower": number(p_low), "pUpper": number(p_high), "low": number(low), "high": number(high)})
    return out


def pairs_needed():
    """More pairs at the share seen so far, the counts growing in whole pairs, by brute force from below."""
    out = []
    for k, n, margin in ((0, 100, 0.01), (0, 1000, 0.001), (2, 1000, 0.005), (1, 50, 0.03), (0, 400, 0.01)):
        more = 0
        while True:
            total = n + more
            seen = math.ceil(round(k * total / n, 9))
            if stats.beta.ppf(0.95, seen + 1, total - seen) <= margin:
                break
            more += 1
        out.append([k, n, margin, 0.95, more])
    return out


def wilks():
    return [[c, g, int(mpmath.ceil(mpmath.log(1 - mpmath.mpf(str(g))) / mpmath.log(mpmath.mpf(str(c)))))] for c, g in ((0.99, 0.95), (0.999, 0.95), (0.9, 0.9), (0.95, 0.99))]


def quantile_ranks():
    out = []
    for n, q in ((1000, 0.99), (1000, 0.5), (100, 0.95), (10_000, 0.999), (5_000_000, 0.99), (80, 0.9)):
        for level in (0.95, 0.9):
            a = (1 - level) / 2
            out.append([n, q, level, int(stats.binom.ppf(a, n, q)), int(stats.binom.ppf(1 - a, n, q)) + 1])
    return out


def spearman():
    out = []
    for rho, n in ((0.5, 30), (0.95, 100), (-0.3, 12), (0.999, 5000)):
        half = stats.norm.ppf(0.975) * math.sqrt((1 + rho**2 / 2) / (n - 3))
        out.append([rho, n, math.tanh(math.atanh(rho) - half), math.tanh(math.atanh(rho) + half)])
    return out


def ulp():
    def distance(a, b, ftype, itype, bits):
        def ordered(x):
            i = int(np.array([x], dtype=ftype).view(itype)[0])
            return i if i >= 0 else -(i + (1 << (bits - 1)))

        return abs(ordered(a) - ordered(b))

    pairs = [(1.0, 1.0), (1.0, np.nextafter(1.0, 2)), (0.0, -0.0), (5e-324, -5e-324), (1e-310, -3e-311), (0.1 + 0.2, 0.3), (1.0, 1.0 + 1e-9), (np.finfo(float).max, np.inf), (-2.0, -2.0000001), (2.0, np.nextafter(2.0, 0))]
    singles = [(1.0, float(np.nextafter(np.float32(1), np.float32(2)))), (0.1, float(np.float32(0.1)) + 1e-8), (0.0, 1e-45), (-1e-45, 1e-45), (3.5, -3.5), (np.float32(1e10), np.float32(1.0001e10))]
    return {
        "float64": [[float(a), float(b), distance(a, b, np.float64, np.int64, 64)] for a, b in pairs if np.isfinite(b)],
        "float32": [[float(a), float(b), distance(a, b, np.float32, np.int32, 32)] for a, b in singles],
    }


def log_histogram():
    mapping = LogarithmicMapping(0.01)
    values = [1.0, 123.456, 1e-9, 0.5, 7.25e11, 1.3, 2.0]
    return {"gamma": mapping.gamma, "index": [[v, int(mapping.key(v))] for v in values], "middle": [[k, number(mapping.value(k))] for k in (5, -300, 0, 1200)]}


def families():
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
    q = [0.6, 0.01, 0.01, 0.5, 0.0001, 1.0, 0.03]
    return [{"p": x, "holm": list(map(number, multipletests(x, method="holm")[1])), "bh": list(map(number, multipletests(x, method="fdr_bh")[1]))} for x in (p, q)]


def mcnemar_exact():
    return [[b, c, number(mcnemar([[10, b], [c, 10]], exact=True).pvalue)] for b, c in ((6, 2), (0, 0), (0, 5), (100, 130), (3, 3))]


def scored():
    """One labelled sample scored twice, with ties, for every metric of a probability."""
    n = 160
    latent = rng.normal(size=n)
    y = (latent + rng.normal(size=n) > 0.4).astype(int)
    a = np.round(1 / (1 + np.exp(-1.2 * latent)), 2)
    b = np.round(1 / (1 + np.exp(-1.2 * latent - 0.5 * rng.normal(size=n))), 2)

    def components(s):
        positive, negative = s[y == 1], s[y == 0]
        psi = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
        return psi.mean(axis=1), psi.mean(axis=0), psi.mean()

    v10a, v01a, auc_a = components(a)
    v10b, v01b, auc_b = components(b)
    variance = np.var(v10b - v10a, ddof=1) / len(v10a) + np.var(v01b - v01a, ddof=1) / len(v01a)
    half = stats.norm.ppf(0.975) * math.sqrt(variance)

    order = np.argsort(a, kind="stable")
    bins = [list(zip(a[chunk].tolist(), y[chunk].tolist())) for chunk in np.array_split(order, 8)]
    pa = (a >= 0.5).astype(int)
    pb = (b >= 0.5).astype(int)
    three = [rng.integers(0, 3, size=60).tolist() for _ in range(2)]
    return {
        "y": y.tolist(), "a": a.tolist(), "b": b.tolist(),
        "aucA": number(metrics.roc_auc_score(y, a)), "aucB": number(metrics.roc_auc_score(y, b)),
        "delong": {"difference": number(auc_b - auc_a), "low": number(auc_b - auc_a - half), "high": number(auc_b - auc_a + half)},
        "brier": number(metrics.brier_score_loss(y, a)),
        "logLoss": number(metrics.log_loss(y, np.clip(a, 2.0**-52, 1 - 2.0**-52))),
        "logLossAtTheEdge": number(metrics.log_loss([0, 1, 1], np.array([0.0, 1.0, 0.0]))),
        "calibrationBins": [{"n": len(chunk), "sumScore": sum(p for p, _ in chunk), "positives": sum(t for _, t in chunk)} for chunk in bins],
        "debiasedSquaredCalibrationError": number(unbiased_square_ce(bins)),
        "confusion": {"accuracy": number(metrics.accuracy_score(y, pa)), "precision": number(metrics.precision_score(y, pa)), "recall": number(metrics.recall_score(y, pa)), "f1": number(metrics.f1_score(y, pa)),
                      "precisionB": number(metrics.precision_score(y, pb)), "f1B": number(metrics.f1_score(y, pb))},
        "multiclass": {"label": three[0], "prediction": three[1], "macroF1": number(metrics.f1_score(*three, average="macro")), "accuracy": number(metrics.accuracy_score(*three))},
    }


golden = {
    "distributions": distributions(), "shares": shares(), "pairedShareDifference": paired_share_difference(), "tost": tost(),
    "pairsNeeded": pairs_needed(), "wilks": wilks(), "quantileRanks": quantile_ranks(), "spearman": spearman(), "ulp": ulp(),
    "logHistogram": log_histogram(), "families": families(), "mcnemar": mcnemar_exact(), "scored": scored(),
}
pathlib.Path(__file__).with_name("golden.json").write_text(json.dumps(golden, indent=1, allow_nan=False) + "\n")
