/**
 * Keeps TensorFlow's greetings off the screen. Its library writes to stderr while it is loaded, before any log level
 * counts, so set-up compiles a small addon that keeps stderr aside meanwhile (lib/setup/tensorflow/quiet.c).
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

interface Quiet {
  hold(): void;
  /** What was written to stderr since `hold`. */
  release(): string;
}

/** Lines that ask nothing of a learner; all others are shown. */
const greetings = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$/,
  /oneDNN custom operations are on\./,
  /cpu_feature_guard\.cc.*This TensorFlow binary is optimized to use available CPU instructions/,
  /^To enable the following instructions: .* rebuild TensorFlow with the appropriate compiler flags\.$/,
];

/**
 * Runs `load`, and shows what it wrote to stderr without the greetings. With TF_CPP_MIN_LOG_LEVEL=0, "show all", or where
 * the addon was not built, everything is shown.
 */
export async function withoutGreetings<T>(load: () => Promise<T>): Promise<T> {
  const quiet = process.env.TF_CPP_MIN_LOG_LEVEL === "0" ? undefined : findQuiet();
  if (quiet === undefined) return load();
  quiet.hold();
  try {
    return await load();
  } finally {
    const rest = withoutLines(quiet.release());
    if (rest !== "") process.stderr.write(rest); // in a notebook even an empty write shows as an empty red box
  }
}

function withoutLines(text: string): string {
  const lines = text.split(/(?<=\n)/);
  return lines.filter((line) => !greetings.some((greeting) => greeting.test(line.trimEnd()))).join("");
}

function findQuiet(): Quiet | undefined {
  const load = createRequire(__filename);
  try {
    const folder = dirname(load.resolve("@tensorflow/tfjs-node/package.json"));
    return load(join(folder, "lib", "napi-v8", "ganbook_quiet.node")) as Quiet;
  } catch {
    return undefined; // another system, or tfjs-node's own installer: then it greets
  }
}
