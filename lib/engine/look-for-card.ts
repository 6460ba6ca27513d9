/**
 * Prints what Dawn would compute on, as one line of JSON, a `Look`. `card-choice.ts` runs it in a process of its own: a
 * driver that crashes takes nothing with it, and the program that asks loads no driver.
 */
import { describeAdapter, findAdapter, isSoftware } from "./dawn";

/** What was found: an adapter, or why there is none. */
export type Look = { card: string; isSoftware: boolean } | { why: string };

async function look(): Promise<Look> {
  try {
    const adapter = await findAdapter();
    return { card: describeAdapter(adapter), isSoftware: isSoftware(adapter) };
  } catch (error) {
    return { why: (error as Error).message };
  }
}

void look().then((found) => console.log(JSON.stringify(found)));
