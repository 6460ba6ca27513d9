"""Writes kernel-distance.json: unbiased MMD^2 by scikit-learn, its jackknife by leaving samples out one by one.

Run: python kernel-distance.py > kernel-distance.json      (numpy 2.4.6, scikit-learn 1.9.1)
"""
import json

import numpy as np
from sklearn.metrics.pairwise import polynomial_kernel


def mmd2(x, y):
    d, m, n = x.shape[1], len(x), len(y)
    kxx, kyy, kxy = (polynomial_kernel(a, b, degree=3, gamma=1 / d, coef0=1) for a, b in ((x, x), (y, y), (x, y)))
    np.fill_diagonal(kxx, 0)
    np.fill_diagonal(kyy, 0)
    return kxx.sum() / (m * (m - 1)) + kyy.sum() / (n * (n - 1)) - 2 * kxy.mean()


def standard_error(x, y):
    def variance(estimates):
        estimates = np.array(estimates)
        return ((estimates - estimates.mean()) ** 2).sum() * (len(estimates) - 1) / len(estimates)

    without_x = [mmd2(np.delete(x, i, 0), y) for i in range(len(x))]
    without_y = [mmd2(x, np.delete(y, i, 0)) for i in range(len(y))]
    return np.sqrt(variance(without_x) + variance(without_y))


def case(name, rows, columns, seed):
    random = np.random.default_rng(seed)
    x = np.round(random.normal(0.5, 1, (rows[0], columns)), 3)
    y = np.round(random.normal(0, 1.5, (rows[1], columns)), 3)
    result = {"value": mmd2(x, y), "standardError": standard_error(x, y)}
    return {"name": name, "x": x.tolist(), "y": y.tolist(), **result}


cases = [
    case("few features, as many samples", (20, 20), 3, 1),
    case("unequal sets, no multiple of four", (13, 22), 5, 2),
    case("more features than samples", (7, 9), 24, 3),
    case("one feature", (30, 31), 1, 4),
]
print(json.dumps({"numpy": np.__version__, "cases": cases}))
