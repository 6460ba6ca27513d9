import type { Rng } from "../../engine/rng";
import { between, range, sum, uniforms } from "../draw";
import { expectNumbers } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

type List = readonly number[];

const entropy = (p: List) => sum(p.map((v) => (v > 0 ? -v * Math.log(v) : 0)));
const middleOf = (p: List, q: List) => p.map((v, i) => (v + q[i]!) / 2);
const divergence = (p: List, q: List) => entropy(middleOf(p, q)) - (entropy(p) + entropy(q)) / 2;
const kl = (p: List, q: List) => sum(p.map((v, i) => (v > 0 ? v * Math.log(v / q[i]!) : 0)));

function randomShares(random: Rng, count: number): number[] {
  const heights = uniforms(random, count, [0.05, 1]);
  return heights.map((height) => height / sum(heights));
}

async function ask(subject: Subject, [p, q]: [number[], number[]], asked: string) {
  const right = divergence(p, q);
  const got = await subject.call(p, q);
  const middle = middleOf(p, q);
  return expectNumbers(got, right, {
    asked,
    tolerance: 1e-9,
    traps: [
      { value: right / Math.LN2, message: "That is in bits. The course uses natural logarithms." },
      { value: 2 * right, message: "The two parts are averaged: half of each." },
      {
        value: Math.sqrt(right),
        message: "That is its root, which is a distance. The divergence has no root.",
      },
      {
        value: kl(p, q),
        message: "That is the Kullback-Leibler divergence: compare each list with the middle.",
      },
      {
        value: (kl(p, q) + kl(q, p)) / 2,
        message: "Compare each list with the middle, not with the other one.",
      },
      { value: kl(p, middle), message: "The other half is missing: q against the middle, too." },
      { value: kl(q, middle), message: "The other half is missing: p against the middle, too." },
      { value: 2 * right - Math.log(4), message: "That is C(G), which has the divergence in it." },
      { value: -right, message: "The sign is turned over: a divergence is 0 or more." },
    ],
    otherwise: Number.isNaN(got) ? "0 log 0 counts as 0 here; JavaScript says NaN." : "",
  });
}

export const jensenShannon: CheckedQuestion = {
  kind: "function",
  id: "minimax/jensen-shannon",
  title: "How far apart?",
  points: 5,
  answer: "jensenShannon",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "With the middle m = (p + q) / 2 there are two ways: entropies, H(m) - (H(p) + H(q)) / 2, or KL(p || m) and KL(q || m).",
    "KL(p || m) adds up v log(v / m) over all outcomes with v > 0. Take half of it, and half of KL(q || m).",
    "Skip outcomes with v = 0 in each sum: 0 * Math.log(0) is NaN in JavaScript, and should count 0.",
  ],
  checks: [
    {
      name: "0 for a list and itself",
      run: (subject, random) => {
        const p = randomShares(random, 5);
        return ask(subject, [p, [...p]], "For two equal lists");
      },
    },
    {
      name: "the right number for two lists that overlap",
      weight: 2,
      run: (subject, random) => {
        const count = between(random, 4, 8);
        return ask(
          subject,
          [randomShares(random, count), randomShares(random, count)],
          `For ${count} outcomes`,
        );
      },
    },
    {
      name: "log 2 for two lists with nothing in common",
      run: (subject, random) => {
        const [p, q, zeros] = [randomShares(random, 3), randomShares(random, 3), range(3).map(() => 0)];
        return ask(
          subject,
          [
            [...p, ...zeros],
            [...zeros, ...q],
          ],
          "For two lists with nothing in common",
        );
      },
    },
    {
      name: "an outcome that one of them never has",
      run: (subject, random) => {
        const [p, q] = [randomShares(random, 4), randomShares(random, 3)];
        return ask(subject, [p, [...q, 0]], "Where the last outcome never comes from q,");
      },
    },
  ],
};
