/** The one door to TensorFlow.js: nothing else in the course imports it directly. */
import * as tf from "@tensorflow/tfjs";

export { tf };
