/**
 * Grades answers. The judge holds inputs, oracles and verdicts; the answer runs in a sandbox and only ever sees the arguments
 * of one call.
 */
import { AnswerError } from "../../questions/types";
import type { CheckedQuestion } from "../../questions/types";
import type { Load } from "../child/serve";
import { chooseLevel } from "../sandbox/choose-level";
import type { LevelOptions } from "../sandbox/choose-level";
import { stageFiles } from "../sandbox/files";
import { limits } from "../sandbox/limits";
import { startPool } from "../sandbox/pool";
import type { Pool } from "../sandbox/pool";
import type { AnswerCode, Judge, JudgedQuestion } from "../types";
import { bundleChild, bundleLibrary } from "./bundle";
import type { Needs } from "./bundle";
import { whatIsAllowed } from "./allowed-imports";
import { failedBefore, gradeAnswer } from "./grade-answer";
import { startReader } from "./reader";
import { takeTurns } from "./take-turns";

export interface JudgeOptions extends LevelOptions {
  /** Answers graded at the same time; as many sandboxes are started ahead. More than the machine has cores is slower. */
  jobs: number;
}

/**
 * @throws Error when no sandbox works here: why, and the mend.
 */
export async function startJudge({ jobs, ...options }: JudgeOptions): Promise<Judge> {
  const files = stageFiles();
  try {
    const plain = files.withChild("plain", await bundleChild("nothing"));
    const [sandbox, reader] = await Promise.all([chooseLevel(plain, options), startReader()]);
    const pools: Partial<Record<Needs, Promise<Pool>>> = {};
    const poolFor = async (needs: Needs): Promise<Pool> => {
      const child = needs === "nothing" ? plain : files.withChild(needs, await bundleChild(needs));
      return startPool(() => sandbox.start(child), jobs);
    };
    const libraries = new Map<string, Promise<string>>();
    const turn = takeTurns(jobs);

    async function prepare(question: CheckedQuestion, code: AnswerCode): Promise<Load> {
      const { imports, answer } = question;
      checkLength(code);
      const names = [...imports].sort().join();
      if (!libraries.has(names)) libraries.set(names, bundleLibrary(imports));
      const [compiled, library] = await Promise.all([
        reader.compile({ ...code, answer, imports }),
        libraries.get(names)!,
      ]);
      if ("problem" in compiled) throw new AnswerError(compiled.problem);
      return { program: compiled.program, library, onlyImports: whatIsAllowed(imports) };
    }

    async function grade(question: CheckedQuestion, code: AnswerCode, seed: number): Promise<JudgedQuestion> {
      const pool = await (pools[question.needs] ??= poolFor(question.needs));
      let load: Load;
      try {
        load = await prepare(question, code);
      } catch (error) {
        return failedBefore(question, error);
      }
      return gradeAnswer({ question, load, seed, takeSandbox: () => pool.take() });
    }

    return {
      level: sandbox.level,
      grade: (question, code, seed) => turn(() => grade(question, code, seed)),
      find: (submission, exercise, { notebook, questions }) => {
        const asked = questions.map((one) =>
          one.kind === "prose" ? { id: one.id, kind: one.kind } : withoutChecks(one),
        );
        return reader.find({ submission, exercise, set: { notebook, questions: asked } });
      },
      async close() {
        await reader.close();
        await Promise.all(Object.values(pools).map(async (pool) => (await pool).close()));
        files.remove();
      },
    };
  } catch (error) {
    files.remove();
    throw error;
  }
}

/** What a thread may be told: functions cannot be sent. */
const withoutChecks = ({ id, kind, answer, imports }: CheckedQuestion) => ({ id, kind, answer, imports });

function checkLength({ given, cells }: AnswerCode): void {
  const length = [...given, ...cells].reduce((sum, text) => sum + text.length, 0);
  if (length > limits.sourceCharacters) {
    throw new AnswerError(
      `The answer has ${length} characters. Give at most ${limits.sourceCharacters}: code, not data.`,
    );
  }
}
