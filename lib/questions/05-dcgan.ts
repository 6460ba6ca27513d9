import { batchNorm } from "./dcgan/batch-norm";
import { brokenRules } from "./dcgan/broken-rules";
import { curves } from "./dcgan/curves";
import { generator } from "./dcgan/generator";
import { kernelDistance } from "./dcgan/kernel-distance";
import { latentLengths } from "./dcgan/latent-lengths";
import { latentWalk } from "./dcgan/latent-walk";
import { losses } from "./dcgan/losses";
import { outputShape } from "./dcgan/output-shape";
import { parameterCount } from "./dcgan/parameter-count";
import { toBytes } from "./dcgan/to-bytes";
import { whenToStop } from "./dcgan/when-to-stop";
import type { QuestionSet } from "./types";

export const dcgan: QuestionSet = {
  notebook: "05-dcgan",
  title: "The DCGAN: exercises",
  questions: [
    toBytes,
    outputShape,
    batchNorm,
    parameterCount,
    generator,
    brokenRules,
    losses,
    curves,
    kernelDistance,
    latentLengths,
    latentWalk,
    whenToStop,
  ],
};
