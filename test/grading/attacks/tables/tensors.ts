/** Answers that need TensorFlow.js, and turn it against the judge. */
import { getModule } from "../attack";
import type { Attack } from "../attack";
import { double, network, right } from "../../judge/tiny-questions";

const zeros = `const makeNetwork = (units: number): any => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [3], activation: "relu" })] });`;
const end = "return model; };";
const tfImport = `import { tf } from "ganbook";`;

export const tensors: readonly Attack[] = [
  {
    row: 24,
    name: "a tensor with the right numbers in another shape",
    question: double,
    attack: `${tfImport} const double = (x: any) => x.mul(2).reshape([6]);`,
    verdict: "fail",
    twin: right.double,
  },
  {
    row: 24,
    name: "an object that looks like a tensor and lies about its shape",
    question: double,
    attack: `const double = (x: any) => ({ shape: [2, 3], dtype: "float32", isDisposed: false,
      dataSync: () => new Float32Array([1, 2]) });`,
    verdict: ["fail", "error", "tampered"],
    twin: right.double,
  },
  {
    row: 24,
    name: "a plain list instead of a tensor",
    question: double,
    attack: `const double = (x: any) => x.mul(2).arraySync();`,
    verdict: "fail",
    twin: right.double,
  },
  {
    row: "own",
    name: "dataSync of all tensors is replaced",
    question: double,
    attack: `${tfImport} tf.Tensor.prototype.dataSync = function () { return new Float32Array(this.size).fill(7) as any; };
      const double = (x: any) => x;`,
    verdict: "fail",
    twin: right.double,
  },
  {
    row: "own",
    name: "returns a tensor that it has disposed",
    question: double,
    attack: `${tfImport} const double = (x: any) => { const y = x.mul(2); y.dispose(); return y; };`,
    verdict: "error",
    message: /disposed/,
    twin: `${tfImport} const double = (x: any) => tf.tidy(() => x.mul(2));`,
  },
  {
    row: "own",
    name: "a tensor of 400 MB",
    question: double,
    attack: `${tfImport} const double = (x: any) => tf.zeros([10000, 10000]);`,
    verdict: ["memory", "output", "timeout", "error"],
    twin: right.double,
  },
  {
    row: "own",
    name: "a network that is wrong, with layers that describe themselves as right",
    question: network,
    attack: `${tfImport} ${zeros}
      model.layers[0].getConfig = () => ({ activation: "linear" }) as any;
      (model.layers[0] as any).getClassName = () => "Dense"; ${end}`,
    verdict: "fail",
    twin: right.network,
  },
  {
    row: "own",
    name: "a model that keeps its own weights",
    question: network,
    attack: `${tfImport} ${zeros} model.setWeights = () => undefined; ${end}`,
    verdict: "fail",
    twin: right.network,
  },
  {
    row: "own",
    name: "a model whose apply answers with a constant",
    question: network,
    attack: `${tfImport} ${zeros} model.apply = () => tf.ones([1, units]); ${end}`,
    verdict: "fail",
    twin: right.network,
  },
  {
    row: "own",
    name: "something that only looks like a model",
    question: network,
    attack: `const makeNetwork = () => ({ layers: [], weights: [], apply: () => 0, setWeights() {}, dispose() {} });`,
    verdict: ["fail", "error"],
    twin: right.network,
  },
  {
    row: 26,
    name: "replaces operations of TensorFlow.js for everybody in its process",
    question: network,
    attack: `${tfImport} (tf as any).engine().runKernel = () => tf.ones([1, 2]); ${zeros} ${end}`,
    verdict: ["fail", "error"],
    twin: right.network,
  },
  {
    row: "own",
    name: "asks for another engine, which is not there",
    question: double,
    attack: `${getModule} get("module").createRequire("/")("@tensorflow/tfjs-node"); const double = (x: any) => x;`,
    verdict: "error",
    twin: `${tfImport} const double = (x: any) => (tf.getBackend() === "cpu" ? x.mul(2) : x);`,
  },
  {
    row: 15,
    name: "a loop without end in a network's builder",
    question: network,
    attack: `const makeNetwork = () => { for (;;) {} };`,
    seconds: 2,
    verdict: "timeout",
    twin: right.network,
  },
];
