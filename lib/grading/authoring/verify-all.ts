/** Verifies many questions in several processes: a process runs one question at a time. */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { QuestionReport } from "./verify";
import type { VerifyRequest } from "./verify-worker";

export interface VerifyAllOptions {
  ids: readonly string[];
  withMutants: boolean;
  jobs: number;
  onQuestion: (report: QuestionReport) => void;
}

/** @throws Error when a process ends before its questions are done. */
export async function verifyAll({ ids, withMutants, jobs, onQuestion }: VerifyAllOptions) {
  const open = [...ids];
  const reports = new Map<string, QuestionReport>();
  const places = Array.from({ length: Math.min(jobs, ids.length) }, async () => {
    const ask = startWorker();
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      const report = await ask.question({ id, withMutants });
      reports.set(id, report);
      onQuestion(report);
    }
    ask.end();
  });
  await Promise.all(places);
  return ids.map((id) => reports.get(id)!);
}

function startWorker() {
  const child = fork(join(__dirname, "verify-worker.js"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return {
    question: (request: VerifyRequest) =>
      new Promise<QuestionReport>((resolve, reject) => {
        const ended = (code: number | null) =>
          reject(
            new Error(`${request.id}: the process that tried its answers ended with exit code ${code}.`),
          );
        child.once("exit", ended);
        child.once("message", (report) => {
          child.off("exit", ended);
          resolve(report as QuestionReport);
        });
        child.send(request);
      }),
    end: () => child.disconnect(),
  };
}
