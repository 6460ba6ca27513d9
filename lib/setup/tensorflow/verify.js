"use strict";
/** Loads tfjs-node in a process of its own (a wrong library can end it) and multiplies; prints one line of JSON. */
const util = require("util");
const paths = require("../paths");

util.isNullOrUndefined = (value) => value === null || value === undefined; // gone since Node 23, and tfjs-node 4.22 calls it
process.env.TF_CPP_MIN_LOG_LEVEL = "2";

const tf = require(paths.tfjsNode);
const square = tf
  .matMul(
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
  )
  .arraySync();
if (JSON.stringify(square) !== "[[7,10],[15,22]]")
  throw new Error(`a matrix product is wrong: ${JSON.stringify(square)}`);
const backend = tf.backend();
console.log(JSON.stringify({ version: backend.binding.TF_Version, gpu: backend.isUsingGpuDevice }));
