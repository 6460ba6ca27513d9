/**
 * What a question is, and what a check may ask of an answer.
 *
 * One list of questions serves the notebook's `check()`, `ganbook check`, `ganbook grade` and the tests. Nothing in
 * it is secret: what nobody can know beforehand is the input, which is drawn from the seed of whoever checks.
 */
import type { Rng } from "../engine/rng";

/** A tensor as plain data. Only this form passes between a check and an answer. */
export class PlainTensor {
  constructor(
    readonly shape: readonly number[],
    /** Row-major; Float32Array for float32, Int32Array for int32, Uint8Array for bool. */
    readonly values: Float32Array | Int32Array | Uint8Array,
  ) {}
}

/** Data that can be copied between two processes without loss (NaN, -0 and undefined included). */
export type Plain =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint8Array
  | PlainTensor
  | readonly Plain[]
  | { readonly [key: string]: Plain };

export interface LayerDescription {
  /** Name of the tfjs layer's class, for example "Conv2D". */
  kind: string;
  /** Shape of the output without the batch: [height, width, channels] or [units]. */
  output: readonly number[];
  config: { readonly [key: string]: Plain };
  /** Shapes of its weights, in the order of `getWeights()`. */
  weights: readonly (readonly number[])[];
}

/** A tfjs layers model that stays where the answer is; only descriptions and numbers come out. */
export interface ModelProbe {
  /** The answer's word about itself: good for messages, never enough for points. */
  describe(): Promise<readonly LayerDescription[]>;
  /** All weights, in the order of `getWeights()`. */
  setWeights(weights: readonly PlainTensor[]): Promise<void>;
  predict(input: PlainTensor, options?: { training?: boolean }): Promise<PlainTensor>;
}

/**
 * An answer as a check sees it. It may live in this process (in a notebook) or in a sandbox (under the grader).
 * Each method rejects with an AnswerError when the answer throws, or gives what is not plain data.
 */
export interface Subject {
  /** The answer itself, where it is not a function. */
  value(): Promise<Plain>;
  /** Calls the answer; tensors go in as tf tensors, and come out as PlainTensor. */
  call(...args: Plain[]): Promise<Plain>;
  /** Calls the answer, which must return a tf.LayersModel. */
  build(...args: Plain[]): Promise<ModelProbe>;
}

/** The answer threw, ran out of time, or gave something that is not plain data. `message` is for the learner. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";
  constructor(
    message: string,
    readonly verdict: Exclude<Verdict, "pass"> = "error",
  ) {
    super(message);
  }
}

/** What became of a check or a question. Only "pass" earns points. */
export type Verdict =
  | "pass"
  | "fail"
  | "error"
  | "timeout"
  | "memory"
  | "output"
  | "crash"
  | "tampered"
  | "not-attempted"
  | "missing"
  | "to-mark";

export interface Check {
  /** What is asked, in a few words: "scores 0 logits at ln 2". Unique within its question. */
  name: string;
  /** Share of the question's points, relative to the other checks; 1 unless given. */
  weight?: number;
  /**
   * Looks at the answer with inputs of its own, drawn from `random`.
   *
   * @returns Undefined when the answer is right; else a message that names the misconception.
   */
  run(subject: Subject, random: Rng): Promise<string | undefined>;
}

interface QuestionBase {
  /** "dcgan/output-shape": a word for the chapter, a slash, a word for the question. */
  id: string;
  title: string;
  points: number;
}

/** A question that a program checks. */
export interface CheckedQuestion extends QuestionBase {
  kind: "function" | "network" | "experiment" | "answer";
  /** The name that the learner's cell declares, for example "outputShape". */
  answer: string;
  /** From vague to plain: the first after the second failed try, then one after each. */
  hints: readonly [string, string, string];
  checks: readonly Check[];
  /** What the answer's code may need: nothing, or TensorFlow.js. */
  needs: "nothing" | "tensorflow";
  /** Names that the answer may import from "ganbook"; `tf` is among them where TensorFlow.js is needed. */
  imports: readonly string[];
  /** Seconds for all checks together, by the wall clock, in a sandbox. */
  seconds: number;
}

/** A question that a person marks. */
export interface ProseQuestion extends QuestionBase {
  kind: "prose";
  hints: readonly [string, string, string];
  /** Points add up to the question's points. */
  rubric: readonly { points: number; text: string }[];
}

export type Question = CheckedQuestion | ProseQuestion;

/** All questions of one exercise notebook. */
export interface QuestionSet {
  /** Name of the notebook without ".ipynb": "05-dcgan". */
  notebook: string;
  title: string;
  questions: readonly Question[];
}
