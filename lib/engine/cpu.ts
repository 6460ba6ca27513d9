/** Engine "cpu": plain JavaScript. Works wherever Node works; the reference that tests compare with. */
import type { Engine } from "./engine";
import { tf } from "./tf";

export const cpu: Engine = {
  name: "cpu",
  mend: "Run `npm start` again: it installs the Node packages that are missing.",
  async load() {
    if (!(await tf.setBackend("cpu"))) throw new Error("TensorFlow.js has no backend named cpu.");
    // On its first tensor this backend prints a banner that asks for tfjs-node, which is not what the user needs here.
    (tf.backend() as tf.KernelBackend & { firstUse: boolean }).firstUse = false;
    return { version: `TensorFlow.js ${tf.version_core}`, device: "CPU", threads: 1 };
  },
};
