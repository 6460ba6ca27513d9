"""Writes jensen-shannon.json: divergences of pairs of densities by adaptive quadrature with 30 digits.

Run: python jensen-shannon.py > jensen-shannon.json      (mpmath 1.3.0)
"""
import json

from mpmath import exp, inf, log, mp, mpf, pi, quad, sqrt

mp.dps = 30


def mixture(parts):
    parts = [(mpf(w), mpf(m), mpf(s)) for w, m, s in parts]
    return lambda x: sum(w * exp(-(((x - m) / s) ** 2) / 2) / (s * sqrt(2 * pi)) for w, m, s in parts)


def integral(f):
    return quad(f, [-inf, -12, -6, -3, -1, 0, 1, 3, 6, 12, inf])


def kl(p, q):
    return integral(lambda x: p(x) * log(p(x) / q(x)) if p(x) > mpf(10) ** -200 else mpf(0))


def case(name, p, q):
    f, g = mixture(p), mixture(q)
    m = lambda x: (f(x) + g(x)) / 2
    jsd = (kl(f, m) + kl(g, m)) / 2
    return {"name": name, "p": p, "q": q, "jensenShannon": float(jsd), "kl": float(kl(f, g))}


# Parts as [weight, mean, standard deviation].
print(json.dumps([
    case("two normals, one apart", [["1", "0", "1"]], [["1", "1", "1"]]),
    case("two normals of different spread", [["1", "0", "0.5"]], [["1", "0.3", "1.5"]]),
    case("two normals, five apart", [["1", "0", "1"]], [["1", "5", "1"]]),
    case("the chapter's pair", [["0.6", "-1", "0.5"], ["0.4", "1.5", "0.6"]], [["1", "0.5", "1.25"]]),
], indent=1))
