/** `ganbook watch`: checks the exercises in work/ again whenever one is saved. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { Command } from "commander";
import { cloneFolder } from "../datasets/data-folder";
import type { CheckedAnswer } from "../grading/learner/check-file";
import { checkFile } from "../grading/learner/check-file";
import { watchFolder } from "../grading/learner/watch-folder";
import type { Judge } from "../grading/types";
import { attemptsFile, keepHint, standingOf } from "../questions/attempts";
import { progressOf, progressSummary } from "../questions/progress-figure";
import type { Question } from "../questions/types";
import { hintText } from "../questions/verdict-words";
import { levelNote, openJudge } from "./check";
import { printable } from "./printable";

const help = `
Keys: h a hint for the question shown, n the next question that is open, l a list of all, q quit.
Only answers that changed are checked again.

Examples:
  npx ganbook watch
  npx ganbook watch --poll          # for network folders, where the system does not tell of a save`;

export function watchCommand(): Command {
  return new Command("watch")
    .argument("[dir]", "folder of exercise notebooks", join(cloneFolder(), "work/exercises"))
    .option("--poll", "look once a second instead of waiting for the system to tell")
    .option("--unsafe-no-sandbox", "run your own answers with all your rights, where no sandbox can be had")
    .addHelpText("after", help)
    .action(async (dir: string, flags: { poll?: boolean; unsafeNoSandbox?: boolean }) => {
      if (!existsSync(dir))
        throw new RangeError(`${dir} is not there. \`npm start\` fills work/ with the exercises.`);
      const judge = await openJudge(flags.unsafeNoSandbox);
      await new Watch(dir, judge).run(flags.poll ?? false).finally(() => judge.close());
    });
}

const keysLine = "h hint · n next · l list · q quit";

class Watch {
  /** Fingerprints of the answers that were checked, by file and question. */
  private readonly seen = new Map<string, string>();
  private current: Question | undefined;
  /** One check after the other. */
  private work: Promise<void> = Promise.resolve();
  private readonly attempts: string;

  constructor(
    private readonly folder: string,
    private readonly judge: Judge,
  ) {
    this.attempts = attemptsFile(folder);
  }

  run(poll: boolean): Promise<void> {
    console.log(
      `Watching ${this.folder}. Save a notebook and its answers are checked.${levelNote(this.judge.level)}`,
    );
    this.next();
    console.log(keysLine);
    const watch = watchFolder(this.folder, (path) => this.saved(path), { poll });
    const { stdin } = process;
    if (stdin.isTTY) stdin.setRawMode(true);
    return new Promise<void>((quit) => {
      const end = () => {
        watch.close();
        if (stdin.isTTY) stdin.setRawMode(false);
        stdin.destroy(); // an open pipe would keep the process alive
        void this.work.then(quit);
      };
      stdin.on("data", (keys: Buffer) => {
        for (const key of keys.toString()) if (this.press(key)) end();
      });
      process.once("SIGINT", end);
      process.once("SIGTERM", end);
    });
  }

  /** @returns True for the key that ends. */
  private press(key: string): boolean {
    if (key === "h") this.hint();
    if (key === "n") this.next();
    if (key === "l") this.list();
    return key === "q" || key === "\u0003"; // Ctrl-C comes as a character while keys are read
  }

  private saved(path: string): void {
    this.work = this.work.then(async () => {
      try {
        await checkFile(path, this.judge, {
          wants: (id, code) => this.seen.get(`${path} ${id}`) !== code,
          onAnswer: (answer) => this.report(path, answer),
        });
      } catch (error) {
        console.log(`${basename(path)}: ${printable((error as Error).message)}`); // half-written files are saved again
      }
      console.log(keysLine);
    });
  }

  /** A stub that nobody touched is remembered and not told. */
  private report(path: string, { question, verdict, text, code }: CheckedAnswer): void {
    this.seen.set(`${path} ${question.id}`, code);
    if (verdict === "not-attempted") return;
    console.log(`\n${printable(text)}`);
    this.current = question;
  }

  private hint(): void {
    if (this.current === undefined) return console.log("There is no question to hint at.");
    const number = Math.min(standingOf(this.current.id, this.attempts).hints + 1, this.current.hints.length);
    keepHint(this.current.id, number, this.attempts);
    console.log(`${this.current.id}: ${hintText(this.current, number)}`);
  }

  /** The first open question after the current one, from the top again at the end. */
  private next(): void {
    const all = progressOf(this.attempts);
    const from = all.findIndex(({ question }) => question.id === this.current?.id) + 1;
    const open = [...all.slice(from), ...all.slice(0, from)].find(
      ({ state }) => state === "tried" || state === "not tried",
    );
    if (open === undefined) return console.log("Every question that a program can check is passed.");
    this.current = open.question;
    console.log(`Next: ${open.question.id}, "${open.question.title}", in ${open.notebook}.ipynb`);
  }

  private list(): void {
    const all = progressOf(this.attempts);
    for (const { question, state } of all)
      console.log(`${question.id === this.current?.id ? ">" : " "} ${question.id}: ${state}`);
    console.log(progressSummary(all));
  }
}
