/** The sandbox's program for answers that need no TensorFlow.js: it starts in half the time. */
import { createRequire } from "node:module";
import { AnswerError } from "../../questions/types";
import { toLive, toPlain } from "../../questions/live-values";
import type { Plain, Subject } from "../../questions/types";
import { serve } from "./serve";

function plainSubject(answer: unknown): Subject {
  return {
    value: () => Promise.resolve(toPlain(answer)),
    call: async (...args: Plain[]) => {
      if (typeof answer !== "function") {
        throw new AnswerError(
          `The answer should be a function, and is ${answer === null ? "null" : `a ${typeof answer}`}.`,
        );
      }
      const live = args.map((arg) => toLive(arg, undefined));
      return toPlain(await (answer as (...args: unknown[]) => unknown)(...live));
    },
    build: () => Promise.reject(new AnswerError("This question has no TensorFlow.js, so there is no model.")),
  };
}

const builtIn = createRequire("/");

void serve({
  subjectOf: plainSubject,
  // A library function that is offered here may share its file with one that makes tensors; that one is never called.
  requireForLibrary: (name) => (name.startsWith("@tensorflow/") ? {} : (builtIn(name) as unknown)),
});
