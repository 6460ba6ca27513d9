/**
 * The course's own DCGAN step: `train()` as a learner calls it, held between two blocks by its `onStep`.
 * Variants: "eager", "compiled", "bfloat16" (compiled too), and the engines "wasm" and "webgpu", eager.
 */
import { buildDcgan, train } from "ganbook";
import { noisePictures, startEngine, trained } from "./networks";
import { serveBlocks, workerOptions } from "./serve";

async function main(): Promise<void> {
  const { variant, update, batch, width, device } = workerOptions();
  const engine = await startEngine(
    variant === "wasm" || variant === "webgpu" ? variant : "tensorflow",
    device,
  );
  const gan = buildDcgan({ width, seed: 1 });
  const blocks = serveBlocks();
  await blocks.begin({
    versions: { [`engine ${engine.name}`]: `${engine.version}, ${engine.device}` },
    threads: engine.threads ?? 0,
    trained: { generator: trained(gan.generator), discriminator: trained(gan.discriminator) },
  });
  await train(gan, noisePictures(), {
    steps: Number.MAX_SAFE_INTEGER, // it ends with the process
    batchSize: batch,
    seed: 1,
    update,
    compile: variant === "compiled" || variant === "bfloat16",
    precision: variant === "bfloat16" ? "bfloat16" : "float32",
    onStep: ({ dLoss, gLoss }) => blocks.afterStep([dLoss, gLoss]),
  });
}

void main();
