import { describe, expect, it } from "vitest";
import { type Means, contestants, referenceOf, whyMissing } from "./contestants";
import { select } from "./selection";

const chosen = (words: string[]) => {
  const { parts, contestants, ...others } = select(words);
  return { parts, names: contestants.map(({ name }) => name), ...others };
};

describe("--only", () => {
  it("nothing named: everything", () => {
    const { parts, names, costs, grading } = chosen([]);
    expect(parts).toEqual(["alternating", "simultaneous", "critic"]);
    expect(names).toHaveLength(contestants.length);
    expect([costs, grading]).toEqual([true, true]);
  });

  it("contestants alone: they, in all parts that time steps", () => {
    expect(chosen(["keras", "eager"])).toEqual({
      parts: ["alternating", "simultaneous", "critic"],
      names: ["eager", "keras"],
      costs: false,
      grading: false,
    });
  });

  it("parts alone: everybody in them", () => {
    expect(chosen(["critic"])).toMatchObject({ parts: ["critic"], costs: false });
    expect(chosen(["critic"]).names).toHaveLength(contestants.length);
    expect(chosen(["costs"])).toMatchObject({ parts: [], costs: true, grading: false });
    expect(chosen(["grading"])).toMatchObject({ parts: [], costs: false, grading: true });
  });

  it("both", () => {
    expect(chosen(["torch", "alternating", "costs"])).toEqual({
      parts: ["alternating"],
      names: ["torch"],
      costs: true,
      grading: false,
    });
  });

  it("an unknown name: the names there are", () => {
    expect(() => select(["kers"])).toThrow(/"kers".*critic.*keras-jit/);
  });
});

describe("whyMissing", () => {
  const all: Means = {
    hasBfloat16: true,
    hasCompiler: true,
    noCard: "",
    noCuda: "",
    peers: { keras: "", torch: "" },
  };
  const missing = (means: Means, part: "alternating" | "critic" = "alternating") =>
    contestants.filter((one) => whyMissing(one, part, means) !== "").map(({ name }) => name);

  it("nobody, where everything is there", () => expect(missing(all)).toEqual([]));

  it("bfloat16 without its units", () => {
    expect(missing({ ...all, hasBfloat16: false })).toEqual(["bfloat16", "keras-bfloat16", "torch-bfloat16"]);
  });

  it("webgpu without a graphics card, or with one in software", () => {
    expect(missing({ ...all, noCard: "there is none" })).toEqual(["webgpu"]);
  });

  it("without an NVIDIA card nobody who needs CUDA, and webgpu on another card", () => {
    const cuda = ["eager-cuda", "compiled-cuda", "bfloat16-cuda", "torch-cuda", "torch-cuda-bfloat16"];
    expect(missing({ ...all, noCuda: "there is none" })).toEqual(cuda);
  });

  it("torch.compile without a compiler, peers without their environment", () => {
    expect(missing({ ...all, hasCompiler: false })).toEqual(["torch-compile"]);
    const peers = { keras: "no keras", torch: "" };
    expect(missing({ ...all, peers })).toEqual(["keras", "keras-jit", "keras-bfloat16"]);
  });

  it("on a card the reference is PyTorch on it, else Keras", () => {
    expect(["webgpu", "eager-cuda", "torch-cuda-bfloat16"].map(referenceOf)).toEqual(
      Array(3).fill("torch-cuda"),
    );
    expect(["eager", "torch", "wasm"].map(referenceOf)).toEqual(Array(3).fill("keras"));
  });

  it("those that cannot do a part", () => {
    expect(missing(all, "critic")).toEqual(["wasm", "tfjs-node", "keras-jit", "torch-compile"]);
  });
});
