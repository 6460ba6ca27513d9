/** The `ganbook` command. Each subcommand has a file of its own, which is loaded when it is asked for. */
import { Command, CommanderError } from "commander";

const commands: Record<string, { description: string; load: () => Promise<Command> }> = {
  train: {
    description: "train a GAN and write its weights, its curves and samples to a folder",
    load: async () => (await import("./train")).trainCommand(),
  },
  sample: {
    description: "draw pictures from the newest checkpoint of a run into one PNG",
    load: async () => (await import("./sample")).sampleCommand(),
  },
  record: {
    description: "make again the tables and weights that the course ships as recorded",
    load: async () => (await import("./record/command")).recordCommand(),
  },
  check: {
    description: "check the answers of one exercise notebook",
    load: async () => (await import("./check")).checkCommand(),
  },
  watch: {
    description: "check the exercises in work/ again whenever one is saved",
    load: async () => (await import("./watch")).watchCommand(),
  },
  progress: {
    description: "say how far you are with the exercises",
    load: async () => (await import("./show-progress")).progressCommand(),
  },
  reset: {
    description: "begin a question again; the old answer is kept in a file",
    load: async () => (await import("./reset")).resetCommand(),
  },
  verify: {
    description: "try out solutions, stubs, wrong answers and checks (for authors)",
    load: async () => (await import("./verify")).verifyCommand(),
  },
  release: {
    description: "write a copy of the course for students, without solutions (for teachers)",
    load: async () => (await import("./release")).releaseCommand(),
  },
  exercises: {
    description: "write the exercise notebooks from the solutions (for authors)",
    load: async () => (await import("./exercises")).exercisesCommand(),
  },
  book: {
    description: "write the course as a website to read without installing anything",
    load: async () => (await import("./book")).bookCommand(),
  },
  grade: {
    description: "grade a folder of submissions: marks, a page for each student, exports",
    load: async () => (await import("./grade")).gradeCommand(),
  },
  doctor: {
    description: "say what is installed, which engines work and how fast, and what mends the rest",
    load: async () => (await import("./doctor")).doctorCommand(),
  },
};

/** Errors that a user mends by another command line; they are told by name, so that nothing heavy is loaded for it. */
const mistakes = ["RangeError", "CheckpointError", "AuthoringError"];

/** Exit codes: 0 done, 1 something broke, 2 the command was not understood or cannot be followed. */
async function main(asked: string | undefined): Promise<number> {
  try {
    const program = new Command("ganbook").description("Train GANs and look at what they make.");
    for (const [name, { description, load }] of Object.entries(commands)) {
      const command = name === asked ? await load() : new Command(name);
      program.addCommand(
        command.description(description).exitOverride().showHelpAfterError("Add --help to see how."),
      );
    }
    await program.exitOverride().showHelpAfterError("Add --help to see the commands.").parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has printed its errors. Without any command it prints the help and calls that an error too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { name, message } = error as Error;
    process.stderr.write(`ganbook: ${message}\n`);
    return mistakes.includes(name) ? 2 : 1;
  }
}

void main(process.argv[2]).then((code) => {
  process.exitCode = code;
});
