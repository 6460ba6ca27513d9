/** The threat model, row by row: what is tried, what has to come of it, and which tests show it. */

/** A test that is not in one of the tables of attacks: its file below test/, and a part of its title. */
export type TestName = readonly [file: string, title: string];

export interface Row {
  /** Its number, or "hole: ..." and "pipe: ..." as the attacks are labelled. */
  row: number | string;
  threat: string;
  required: string;
  /** Tests besides the attacks that carry the row's label. */
  tests?: readonly TestName[];
}
