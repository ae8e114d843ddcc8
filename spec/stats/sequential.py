"""Reference values of the sequential statistics, from quadrature, brute force and other people's published numbers; none shares code with src/core/stats. Writes sequential.json beside itself.

`published`: the values that the unit tests of confseq (Howard) and gbstats (GrowthBook) assert, as read there.
"""
import json
import math
import pathlib

import mpmath as mp
import numpy as np
from scipy import integrate, stats

mp.mp.dps = 30
rng = np.random.default_rng(20261121)


def t_mixture(x, earlier, mu, rho, side):
    """ln of the ratio of two marginal likelihoods by Simpson's rule on a grid: over the deviation delta (in sigmas) and ln sigma, flat; earlier units bear a level of their own, flat."""
    x, earlier = np.array(x) - mu, np.array(earlier)
    log_sigma = np.linspace(-9, 12, 6001)[:, None]
    sigma = np.exp(log_sigma)
    log_rest = 0.0
    if len(earlier) > 1:
        log_rest = (1 - len(earlier)) * log_sigma - ((earlier - earlier.mean()) ** 2).sum() / (2 * sigma**2)

    def log_given(delta):
        return -len(x) * log_sigma - sum((v / sigma - delta) ** 2 for v in x) / 2 + log_rest

    far = 12 / math.sqrt(rho)
    low, high = {"either": (-far, far), "upwards": (0, far), "downwards": (-far, 0)}[side]
    delta = np.linspace(low, high, 4001)[None, :]
    share = 1 if side == "either" else 2
    inner = integrate.simpson(np.exp(log_given(delta) - rho * delta**2 / 2), x=delta[0], axis=1) * share * math.sqrt(rho / (2 * math.pi))
    return float(np.log(integrate.simpson(inner, x=log_sigma[:, 0]) / integrate.simpson(np.exp(log_given(0.0))[:, 0], x=log_sigma[:, 0])))


def beta_binomial(events, trials, edge, a, b, side):
    """Quadrature of likelihood times Beta density over the chances beyond the edge."""
    low, high = {"either": (0, 1), "upwards": (edge, 1), "downwards": (0, edge)}[side]
    peak = min(max(events / trials, low), high)
    width = math.sqrt(max(events, 1)) / trials
    points = sorted({low, high, *[p for p in (peak - 8 * width, peak - 2 * width, peak, peak + 2 * width, peak + 8 * width) if low < p < high]})
    log_edge = events * mp.log(edge) + (trials - events) * mp.log(1 - mp.mpf(edge))
    density = lambda p: p ** (a - 1) * (1 - p) ** (b - 1)
    likelihood = lambda p: mp.exp(events * mp.log(p) + (trials - events) * mp.log(1 - p) - log_edge)
    return float(mp.log(mp.quad(lambda p: likelihood(p) * density(p), points) / mp.quad(density, sorted({low, high, *[p for p in (edge / 10, edge * 3) if low < p < high]}))))


def gamma_poisson(events, expected, shape, side):
    """Quadrature over the ratio of rates."""
    low, high = (1, mp.inf) if side == "upwards" else (0, 1)
    density = lambda r: r ** (shape - 1) * mp.exp(-shape * r)
    cuts = [1, 1.5, 3, 8, mp.inf] if side == "upwards" else [0, 0.2, 0.6, 1]
    return float(mp.log(mp.quad(lambda r: mp.exp(events * mp.log(r) - (r - 1) * expected) * density(r), cuts) / mp.quad(density, cuts)))


def shiryaev_roberts(values, run_length, tuned):
    """The sum over all starts of normal-mixture e-values, each by quadrature-free closed form of the Gaussian integral written with scipy's densities; begins anew after an alarm."""
    a = 1 / run_length
    rho = tuned / (2 * math.log(1 / a) + math.log(1 + 2 * math.log(1 / a)))
    path, alarms, begin = [], [], 0
    for t in range(len(values)):
        total = 0.0
        for start in range(begin, t + 1):
            k, s = t + 1 - start, sum(values[start : t + 1])
            # Marginal of the mean of k unit-variance values under N(0, 1/rho) drift, over the one without.
            total += stats.norm.pdf(s / k, 0, math.sqrt(1 / k + 1 / rho)) / stats.norm.pdf(s / k, 0, math.sqrt(1 / k))
        path.append(math.log(total))
        if total >= run_length:
            alarms.append(t)
            begin = t + 1
    return path, alarms


def e_bh(e, alpha):
    """By the definition, trying every k."""
    m = len(e)
    best = max([k for k in range(1, m + 1) if sum(v >= m / (k * alpha) for v in e) >= k], default=0)
    return [bool(best and v >= m / (best * alpha)) for v in e]


def normal_posterior(x, mean, variance, weight):
    """Conjugate update one unit at a time, in precision form."""
    kappa, mu, nu, squares = weight, mean, weight, weight * variance
    for v in x:
        squares += kappa / (kappa + 1) * (v - mu) ** 2
        mu = (kappa * mu + v) / (kappa + 1)
        kappa, nu = kappa + 1, nu + 1
    return stats.t(df=nu, loc=mu, scale=math.sqrt(squares / nu / kappa))


def main():
    cases = []
    for x, earlier, mu, rho in (([1.2, 0.7, 1.9, 1.1], [], 0.3, 0.7), ([1.2, 0.7], [0.1, -0.3, 0.2, 0.05], 0.3, 0.07), ([2.0], [0.1, -0.3, 0.2, 0.6], 0.5, 0.3), ([0.4, 0.1, 0.5, 0.3], [1.0, 1.4, 0.7], 0.3, 1.5), ([0.9, 1.4, 1.3, 0.2, 0.8], [], 0.2, 0.5)):
        level = sum(x) / len(x)
        within = sum((v - level) ** 2 for v in x) + (sum((v - sum(earlier) / len(earlier)) ** 2 for v in earlier) if earlier else 0)
        for side in ("either", "upwards", "downwards"):
            cases.append({"count": len(x), "weight": len(x), "mean": level, "within": within, "earlier": max(0, len(earlier) - 1), "mu": mu, "rho": rho, "side": side, "logE": t_mixture(x, earlier, mu, rho, side)})
    values = [float(v) for v in np.concatenate([rng.normal(0, 0.9, 40), rng.normal(2.2, 0.9, 30)])]
    path, alarms = shiryaev_roberts(values, 1000, 7)
    e_lists = [[30, 2, 90, 0.1, 45], [100, 1, 1, 1], [79, 1, 1, 1], [25, 25, 25, 19], [0.5], [20]]
    posterior = normal_posterior([0.11, 0.12, 0.105, 0.118], 0.1, 4e-5, 2.0)
    beta = stats.beta(0.02 * 500 + 0.5 + 31, 0.98 * 500 + 0.5 + 1000 - 31)
    out = {
        "published": {
            "normalMixture": {"tuned": 100, "alpha": 0.05, "rho": 12.60056, "sum": 10, "variance": 100, "logE": -0.6510052, "bound": 30.35209},
            "betaBinomial": {"sum": 10, "variance": 100, "g": 0.2, "h": 0.8, "either": -0.6941012, "upwards": -0.07134019},
            "gammaPoisson": {"sum": 10, "variance": 100, "c": 2, "upwards": -0.06991219},
            "growthBook": {"n": 10000, "tuned": 5000, "alpha": 0.05, "rho": 0.0398401, "halfWidth": 0.0306148},
        },
        "tMixture": cases,
        "betaBinomial": [[k, n, p, a, b, side, beta_binomial(k, n, p, a, b, side)] for k, n, p, a, b in ((7, 1000, 0.004, 1, 249), (2, 50000, 0.0001, 1, 9999), (30, 20000, 0.001, 1.001, 1000), (130, 625, 0.2, 15.6, 62.2)) for side in ("either", "upwards", "downwards")],
        "gammaPoisson": [[k, m, shape, side, gamma_poisson(k, m, shape, side)] for k, m, shape in ((30, 25, 3.95), (9, 3.2, 1), (2, 12, 1), (0, 4, 1)) for side in ("upwards", "downwards")],
        "shiryaevRoberts": {"values": values, "path": path, "alarms": alarms},
        "eBenjaminiHochberg": [[e, 0.05, e_bh(e, 0.05)] for e in e_lists],
        "normalPosterior": {"values": [0.11, 0.12, 0.105, 0.118], "mean": 0.1, "variance": 4e-5, "weight": 2.0, "inside": float(posterior.cdf(0.115) - posterior.cdf(0.095)), "low": float(posterior.ppf(0.025)), "high": float(posterior.ppf(0.975))},
        "betaPosterior": {"events": 31, "trials": 1000, "mean": 0.02, "weight": 500, "inside": float(beta.cdf(0.03) - beta.cdf(0.02)), "low": float(beta.ppf(0.025)), "high": float(beta.ppf(0.975))},
    }
    pathlib.Path(__file__).with_name("sequential.json").write_text(json.dumps(out, indent=1) + "\n")


main()
