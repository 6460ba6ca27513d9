/** Tables of numbers, one sample a row: what every metric takes. */
import { tf } from "../engine/tf";

/** Row-major: sample i starts at data[i * columns]. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array | Float64Array;
}

/**
 * Samples as a matrix. A tensor is read from its engine and stays the caller's; a matrix is given back as it is.
 *
 * @param samples One sample a row, [n, d].
 * @throws RangeError when the data does not fill rows x columns, or holds NaN or infinity.
 */
export function toMatrix(samples: tf.Tensor2D | Matrix): Matrix {
  const matrix = samples instanceof tf.Tensor ? fromTensor(samples) : samples;
  const { rows, columns, data } = matrix;
  if (data.length !== rows * columns) {
    throw new RangeError(
      `toMatrix: ${rows} rows of ${columns} need ${rows * columns} numbers, but ${data.length} came. ` +
        "Give row-major data that fills the matrix.",
    );
  }
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(
      `toMatrix: row ${Math.floor(bad / columns)}, column ${bad % columns} is ${data[bad]}. ` +
        "A metric needs finite numbers: look for a network that diverged.",
    );
  }
  return matrix;
}

/** Rows of several matrices, one below the other. */
export function stackRows(parts: Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? 0;
  const odd = parts.find((part) => part.columns !== columns);
  if (odd) {
    throw new RangeError(`stackRows: rows of ${odd.columns} do not stack on rows of ${columns}.`);
  }
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float32Array(rows * columns);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { rows, columns, data };
}

function fromTensor(tensor: tf.Tensor2D): Matrix {
  const [rows, columns] = tensor.shape;
  if (tensor.rank !== 2 || rows === undefined || columns === undefined) {
    throw new RangeError(
      `toMatrix: a tensor of shape [${tensor.shape.join(", ")}] came. Give [samples, features].`,
    );
  }
  return { rows, columns, data: Float32Array.from(tensor.dataSync()) };
}
