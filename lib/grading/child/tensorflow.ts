/**
 * The sandbox's program for answers that need TensorFlow.js, on its engine "cpu": plain JavaScript, which has every
 * operation, gives the same bits everywhere, and starts five times as fast as TensorFlow's own library.
 */
import { createRequire } from "node:module";
import { tf } from "../../engine/tf";
import { useEngine } from "../../engine/use-engine";
import { localSubject } from "../../questions/local-subject";
import { serve } from "./serve";

const builtIn = createRequire("/");

/** Promises are not limited here: the judge's clock ends the sandbox. */
const FOREVER = 1e6;

async function main(): Promise<void> {
  await useEngine("cpu");
  await serve({
    subjectOf: (answer) => localSubject(answer, { seconds: FOREVER }),
    requireForLibrary: (name) => (name === "@tensorflow/tfjs" ? tf : (builtIn(name) as unknown)),
  });
}

void main();
