/**
 * Takes the outputs out of a notebook before it is parsed, and mends what no JSON parser takes.
 *
 * Outputs never count, and may be 100 MB: parsed, they would cost ten times that. One pass over the bytes, which needs
 * no more memory than what is kept.
 */
import { UnreadableNotebook } from "./decode";

export interface Stripped {
  json: Buffer;
  /** Bytes that were left out. */
  dropped: number;
  repairs: string[];
}

const MAX_DEPTH = 10_000;
/** Without its outputs: a notebook of this course has 50 kB and some 2,000 texts. */
const [MAX_KEPT, MAX_PARTS] = [20 * 2 ** 20, 500_000];
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** [ ] { } */
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Lists and objects under these keys are replaced by null: pictures and printed text. */
const UNUSED = new Set(["outputs", "attachments"]);

/** @throws UnreadableNotebook when the file ends in the middle, or is nested deeper than any notebook. */
export function stripOutputs(bytes: Buffer): Stripped {
  return new Stripper(bytes).run();
}

class Stripper {
  private place = 0;
  /** Start of what is kept next. */
  private kept = 0;
  private readonly parts: Buffer[] = [];
  private readonly repairs = new Set<string>();
  private dropped = 0;
  /** Lists and objects that are not closed yet. */
  private depth = 0;
  /** Texts, lists and objects. */
  private count = 0;

  constructor(private readonly bytes: Buffer) {}

  run(): Stripped {
    while (this.place < this.bytes.length) this.step(this.bytes[this.place]!);
    if (this.depth > 0) throw endsInTheMiddle();
    this.replace(this.bytes.length, "");
    const size = this.bytes.length - this.dropped;
    if (size > MAX_KEPT || this.count > MAX_PARTS) throw tooMuch(size);
    return { json: Buffer.concat(this.parts), dropped: this.dropped, repairs: [...this.repairs] };
  }

  private step(byte: number): void {
    if (byte === QUOTE || byte === LIST || byte === OBJECT) this.count++;
    if (byte === QUOTE) return this.string();
    if (byte === 0x4e || byte === 0x49 || (byte === 0x2d && this.bytes[this.place + 1] === 0x49)) {
      return this.notANumber();
    }
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return this.controlCharacter();
    if (byte === LIST || byte === OBJECT) this.depth++;
    else if (byte === LIST_END || byte === OBJECT_END) this.depth--;
    if (this.depth > MAX_DEPTH) {
      throw new UnreadableNotebook(`The file is nested more than ${MAX_DEPTH} levels deep; no notebook is.`);
    }
    this.place++;
  }

  private string(): void {
    const start = this.place + 1;
    const end = this.endOfString();
    if (end - start < 16 && UNUSED.has(this.bytes.toString("latin1", start, end)))
      return this.dropValue(end + 1);
    for (let i = start; i < end; i++) if (this.bytes[i]! < 0x20) this.escape(i);
    this.place = end + 1;
  }

  /** Place of the quote that closes the string that begins here. */
  private endOfString(): number {
    for (let end = this.place; ;) {
      end = this.bytes.indexOf(QUOTE, end + 1);
      if (end < 0) throw endsInTheMiddle();
      let slashes = 0;
      while (this.bytes[end - 1 - slashes] === BACKSLASH) slashes++;
      if (slashes % 2 === 0) return end;
    }
  }

  private dropValue(afterKey: number): void {
    this.place = afterKey;
    while (this.place < this.bytes.length && this.bytes[this.place]! <= 0x20) this.place++;
    if (this.bytes[this.place] !== COLON) return; // a text, not a key
    this.place++;
    const start = this.place;
    while (this.place < this.bytes.length && this.bytes[this.place]! <= 0x20) this.place++;
    const first = this.bytes[this.place];
    if (first !== LIST && first !== OBJECT) return;
    let depth = 0;
    do {
      const byte = this.bytes[this.place];
      if (byte === undefined) throw endsInTheMiddle();
      if (byte === QUOTE) this.place = this.endOfString();
      else if (byte === LIST || byte === OBJECT) depth++;
      else if (byte === LIST_END || byte === OBJECT_END) depth--;
      this.place++;
    } while (depth > 0);
    const end = this.place;
    this.place = start;
    this.dropped += end - start;
    this.replace(end, "null");
  }

  private notANumber(): void {
    const word = /^(NaN|-?Infinity)/.exec(this.bytes.toString("latin1", this.place, this.place + 9))?.[0];
    if (word === undefined) return void this.place++;
    this.repairs.add(`${word} stood in the file, which JSON does not know; it was read as nothing.`);
    this.replace(this.place + word.length, "null");
  }

  private controlCharacter(): void {
    this.repairs.add("Control characters stood in the file; they were left out.");
    this.replace(this.place + 1, " ");
  }

  /** Inside a string a raw line break or zero byte is no JSON, but its meaning is plain. */
  private escape(place: number): void {
    this.repairs.add("Raw control characters stood inside a text; they were read as they stand.");
    this.place = place;
    this.replace(place + 1, `\\u${this.bytes[place]!.toString(16).padStart(4, "0")}`);
  }

  /** Keeps what came before this place, puts `text` for what stands from here to `end`, and goes on there. */
  private replace(end: number, text: string): void {
    this.parts.push(this.bytes.subarray(this.kept, text === "" ? end : this.place), Buffer.from(text));
    this.kept = end;
    this.place = end;
  }
}

function tooMuch(size: number): UnreadableNotebook {
  return new UnreadableNotebook(
    `Without its outputs the file has ${Math.ceil(size / 2 ** 20)} MB or more parts than a notebook that somebody wrote. ` +
      "Take pictures and data out of the cells, and hand it in again.",
  );
}

function endsInTheMiddle(): UnreadableNotebook {
  return new UnreadableNotebook(
    "The file ends in the middle: it was not saved or not uploaded to its end. Hand it in again.",
  );
}
