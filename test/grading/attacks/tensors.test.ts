/** Answers that need TensorFlow.js, and turn it against the judge. */
import { attackTests } from "./table";
import { tensors } from "./tables/tensors";

attackTests("tensors and models", tensors);
