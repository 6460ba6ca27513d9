"""Writes frechet-distance.json: the Fréchet distance by SciPy's square root of a matrix, as most programs compute it.

Run: python frechet-distance.py > frechet-distance.json      (numpy and scipy as the file says)
"""
import json

import numpy as np
import scipy
from scipy.linalg import eigvals, sqrtm


def distance(x, y):
    a, b = np.cov(x, rowvar=False, ddof=1), np.cov(y, rowvar=False, ddof=1)
    a, b = np.atleast_2d(a), np.atleast_2d(b)
    shift = x.mean(0) - y.mean(0)
    root = np.trace(sqrtm(a @ b)).real
    # A second way, by the eigenvalues of the product: they must agree, or the case is no oracle.
    assert abs(root - np.sqrt(np.clip(eigvals(a @ b).real, 0, None)).sum()) < 1e-6 * (1 + root)
    means = shift @ shift
    return {"means": means, "covariances": np.trace(a) + np.trace(b) - 2 * root}


def mixed(random, rows, columns, scale):
    """Correlated samples: normal numbers times a random matrix, moved by a random mean."""
    return np.round(random.normal(0, scale, (rows, columns)) @ random.normal(0, 1, (columns, columns)) + random.normal(0, 1, columns), 3)


def case(name, rows, columns, seed):
    random = np.random.default_rng(seed)
    x, y = mixed(random, rows[0], columns, 1), mixed(random, rows[1], columns, 1.5)
    return {"name": name, "x": x.tolist(), "y": y.tolist(), **distance(x, y)}


def dead(name, seed):
    """Features as a network gives them: one is always 0, and one is the sum of two others."""
    random = np.random.default_rng(seed)
    x, y = np.maximum(0, mixed(random, 30, 5, 1)), np.maximum(0, mixed(random, 25, 5, 1.3))
    for rows in (x, y):
        rows[:, 2] = 0
        rows[:, 4] = rows[:, 0] + rows[:, 1]
    return {"name": name, "x": x.tolist(), "y": y.tolist(), **distance(x, y)}


cases = [
    case("few features, as many samples", (40, 40), 3, 1),
    case("unequal sets", (23, 37), 6, 2),
    case("one feature", (12, 15), 1, 3),
    case("one more sample than features", (9, 9), 8, 4),
    dead("a dead feature and a dependent one", 5),
]
print(json.dumps({"numpy": np.__version__, "scipy": scipy.__version__, "cases": cases}))
