/** `ganbook book`: the course as a website to read. */
import { Command, Option } from "commander";
import { join, relative } from "node:path";
import { cloneFolder } from "../datasets/data-folder";
import type { Preset } from "../engine/preset";
import { BookError } from "../book/jupyter";
import { writeBook } from "../book/write-book";
import { showBookProgress } from "./book-progress";

const examples = `
Examples:
  npm run book                              # the book in book/index.html; runs the chapters that changed
  npm run book -- --preset smoke            # in a minute or two, with pictures that say nothing: to look at the layout
  npm run book -- --out ~/ganbook-site      # somewhere else
  npm run book -- --all                     # run every chapter again

A chapter that ran is kept in .cache/book until its notebook, the library or the preset changes. Ctrl-C leaves the book
that was there before; the chapters that had run are kept.`;

interface BookWords {
  preset: Preset;
  out: string;
  all?: boolean;
}

export function bookCommand(): Command {
  return new Command("book")
    .addOption(
      new Option("--preset <name>", "how much work each chapter does")
        .choices(["smoke", "short", "full"])
        .default("short"),
    )
    .option("--out <folder>", "where the book goes; it is replaced as a whole", join(cloneFolder(), "book"))
    .option("--all", "run all chapters, not only those that changed")
    .addHelpText("after", examples)
    .action(async ({ preset, out, all }: BookWords) => {
      const stopped = new AbortController();
      const onSignal = () => stopped.abort(new BookError("Stopped. No book was written; what ran is kept."));
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
      const progress = showBookProgress();
      try {
        const book = await writeBook({ out, preset, all, signal: stopped.signal, ...progress });
        progress.stop();
        console.log(`${book.pages} pages: ${relative(process.cwd(), book.index)}`);
      } finally {
        progress.stop();
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, onSignal);
      }
    });
}
