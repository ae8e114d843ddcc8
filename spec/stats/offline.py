"""Reference values for offline estimates, from implementations that share no code with src/core/stats. Writes offline.json beside itself."""
import json
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import fft, stats
from statsmodels.stats import meta_analysis
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson
from statsmodels.tsa.stattools import acf

rng = np.random.default_rng(20261121)


def autoregressive(T, phi, sd=1.0, mean=0.3):
    x = np.zeros(T)
    x[0] = rng.normal() / np.sqrt(1 - phi**2)
    for t in range(1, T):
        x[t] = phi * x[t - 1] + rng.normal()
    return mean + sd * x


def cosine_variance():
    """The cosines of EWC are the orthonormal discrete cosine transform of type II, without its first term."""
    rows = []
    for T, phi in ((14, 0.0), (28, 0.5), (56, 0.5), (100, 0.8), (365, 0.2)):
        x = autoregressive(T, phi, 0.01)
        degrees = int(np.floor(0.4 * T ** (2 / 3)))
        coefficients = fft.dct(x, type=2, norm="ortho")[1 : degrees + 1]
        longRun = float(np.mean(coefficients**2))
        rows.append({"values": x.tolist(), "degrees": degrees, "longRun": longRun, "standardError": float(np.sqrt(longRun / T))})
    return rows


def delta_ratio():
    """A ratio of sums is weighted least squares through the origin with weights 1 / d; its variance is that regression's sandwich HC1."""
    rows = []
    for n in (12, 400):
        d = rng.integers(1, 9, n).astype(float)
        m = rng.binomial(d.astype(int), rng.beta(2, 5, n)).astype(float)
        fit = sm.WLS(m, d[:, None], weights=1 / d).fit(cov_type="HC1")
        rows.append({"sums": {"units": n, "m": m.sum(), "d": d.sum(), "mm": (m * m).sum(), "dd": (d * d).sum(), "md": (m * d).sum()}, "ratio": float(fit.params[0]), "variance": float(fit.cov_params()[0, 0])})
    return rows


def fold_variance():
    rows = []
    for k in (2, 5, 10):
        folds = 0.8 + 0.02 * rng.normal(size=k)
        rows.append({"folds": folds.tolist(), "mean": float(folds.mean()), "variance": float((1 / k + (1 / k) / (1 - 1 / k)) * folds.var(ddof=1)), "degrees": k - 1})
    return rows


def lag_one():
    rows = []
    for T, phi in ((28, 0.0), (56, 0.5), (200, -0.4)):
        x = autoregressive(T, phi)
        rows.append({"values": x.tolist(), "rho": float((T * acf(x, nlags=1, adjusted=False, fft=False)[1] + 1) / (T - 4))})
    return rows


def autoregressive_variance():
    """s^2 (1 + rho) / (1 - rho) with the corrected correlation of statsmodels' acf; null where that is at most 0.5."""
    rows = []
    for T, phi in ((56, 0.8), (120, 0.9), (28, 0.995), (200, 0.2)):
        x = autoregressive(T, phi)
        rho = min(0.99, (T * acf(x, nlags=1, adjusted=False, fft=False)[1] + 1) / (T - 4))
        inflation = (1 + min(0.9, rho)) / (1 - min(0.9, rho))
        rows.append({"values": x.tolist(), "longRun": None if rho <= 0.5 else float(np.var(x, ddof=1) * inflation), "degrees": max(3.0, T / inflation - 1)})
    return rows


def between():
    """One phase against statsmodels' general method of moments, with the weights of DerSimonian and Laird and with others."""
    rows = []
    for K, tau in ((20, 0.02), (60, 0.0), (40, 0.1)):
        sampling = rng.uniform(0.0002, 0.002, K)
        value = 0.2 + tau * rng.normal(size=K) + np.sqrt(sampling) * rng.normal(size=K)
        for weight in (1 / sampling, rng.uniform(50, 500, K)):
            tau2 = float(meta_analysis._fit_tau_mm(value, sampling, weight))
            rows.append({"groups": [{"value": v, "sampling": s, "weight": w, "phase": 0} for v, s, w in zip(value.tolist(), sampling.tolist(), weight.tolist())], "variance": max(0.0, tau2)})
    return rows


def season():
    """Means: the coefficients of a weighted regression on days of the week, less their weighted mean. Medians: numpy's, where one value lies far out."""
    rows = []
    for weeks, outlier in ((8, False), (20, False), (10, True)):
        phase = np.arange(7 * weeks) % 7
        weight = rng.uniform(100, 400, 7 * weeks)
        value = 0.3 + np.array([0, 0, 0, 0, 0.01, 0.05, -0.04])[phase] + 0.005 * rng.normal(size=7 * weeks)
        if outlier:
            value[17] += 3
            levels = np.array([np.median(value[phase == p]) for p in range(7)])
        else:
            levels = sm.WLS(value, (phase[:, None] == np.arange(7)).astype(float), weights=weight).fit().params
        shares = np.array([weight[phase == p].sum() for p in range(7)])
        rows.append({"values": [{"phase": int(p), "value": v, "weight": w} for p, v, w in zip(phase, value.tolist(), weight.tolist())], "effects": (levels - np.average(levels, weights=shares)).tolist()})
    return rows


def exact():
    z = stats.norm.ppf(0.975)
    share, rate = [], []
    for k, n in ((0, 300), (1, 50), (7, 1000), (19, 20), (300, 300)):
        low, high = proportion_confint(k, n, alpha=0.05, method="beta")
        share.append([k, n, float(max(high - k / n, k / n - low) / z)])
    for k, exposure in ((0, 10.0), (1, 3.5), (7, 1000.0), (19, 1.0)):
        low, high = confint_poisson(k, exposure, method="exact-c", alpha=0.05)
        rate.append([k, exposure, float(max(high - k / exposure, k / exposure - np.nan_to_num(low)) / z)])
    return {"share": share, "rate": rate}


def beta_binomial():
    return [[q, n, a, b, int(stats.betabinom.ppf(q, n, a, b))] for q, n, a, b in ((0.025, 200, 2, 300), (0.975, 200, 2, 300), (0.975, 50, 0.5, 40), (0.5, 1000, 30, 4000), (0.999, 10000, 5, 9000), (0.025, 40, 90, 2), (0.975, 100000, 1000, 1e8))]


def gamma_poisson():
    """The negative binomial, its chance of success shape / (shape + mean); Poisson where the shape is infinite (written as 0)."""
    rows = []
    for q, mean, shape in ((0.025, 3, 4), (0.975, 3, 4), (0.975, 0.1, 50), (0.999, 12, 0.7), (0.5, 15, 1e6), (0.025, 3, 0), (0.975, 3, 0)):
        law = stats.poisson(mean) if shape == 0 else stats.nbinom(shape, shape / (shape + mean))
        rows.append([q, mean, shape, int(law.ppf(q))])
    return rows


if __name__ == "__main__":
    golden = {"cosineVariance": cosine_variance(), "deltaRatio": delta_ratio(), "foldVariance": fold_variance(), "lagOne": lag_one(), "autoregressive": autoregressive_variance(), "between": between(), "season": season(), "exact": exact(), "betaBinomial": beta_binomial(), "gammaPoisson": gamma_poisson()}
    pathlib.Path(__file__).with_name("offline.json").write_text(json.dumps(golden, indent=1) + "\n")
