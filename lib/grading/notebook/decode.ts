/** The bytes of a submitted file as UTF-8, or the reason why it cannot be a notebook. */

/** Nothing larger is read; a notebook of this course has some 50 kB without its outputs. */
export const MAX_BYTES = 256 * 2 ** 20;

/** The file cannot be read; the message says why and what to do. */
export class UnreadableNotebook extends Error {
  override readonly name = "UnreadableNotebook";
}

export interface Decoded {
  /** UTF-8 without byte order mark. */
  bytes: Buffer;
  repairs: string[];
}

/** @throws UnreadableNotebook for a file that is too large, empty, a web page or a zip. */
export function decode(file: Uint8Array): Decoded {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length > MAX_BYTES) {
    throw new UnreadableNotebook(
      `The file has ${megabytes(bytes.length)} MB; at most ${megabytes(MAX_BYTES)} MB are read. ` +
        "Clear the outputs of all cells, save, and hand it in again.",
    );
  }
  const decoded = toUtf8(bytes);
  refuseOtherFiles(decoded.bytes);
  return decoded;
}

function toUtf8(bytes: Buffer): Decoded {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { bytes: bytes.subarray(3), repairs: ["The file began with a byte order mark; it was left out."] };
  }
  const encoding = utf16Of(bytes);
  if (encoding === undefined) return { bytes, repairs: [] };
  return {
    bytes: Buffer.from(new TextDecoder(encoding).decode(bytes), "utf8"),
    repairs: ["The file was written in UTF-16; it was read as such."],
  };
}

/** By the mark at the start, or by the zero byte beside the first brace. */
function utf16Of(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0x7b && bytes[1] === 0)) return "utf-16le";
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] === 0x7b)) return "utf-16be";
  return undefined;
}

function refuseOtherFiles(bytes: Buffer): void {
  const start = bytes.subarray(0, 1000).toString("latin1").replace(/\0/g, "").trimStart();
  if (start === "" && bytes.subarray(1000).every((byte) => byte <= 0x20)) {
    throw new UnreadableNotebook("The file is empty. Save the notebook and hand it in again.");
  }
  if (start.startsWith("<")) {
    throw new UnreadableNotebook(
      "The file is a web page, not a notebook: perhaps a login page that was saved under the notebook's name. " +
        "Download the notebook itself and hand it in again.",
    );
  }
  if (start.startsWith("PK")) {
    throw new UnreadableNotebook(
      "The file is a zip that was renamed to .ipynb. Hand in the notebook, or the zip under its own name.",
    );
  }
}

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
