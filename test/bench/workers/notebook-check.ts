/** How long a learner waits for `check()` in a notebook: each question's solution, several times. Prints JSON. */
import { check } from "ganbook";
import { loadAnswer } from "ganbook/dist/grading/authoring/run-answer";
import { answerCode } from "ganbook/dist/grading/authoring/verify";
import { questionSets } from "ganbook/dist/questions/all";

const ROUNDS = 5;

async function main(): Promise<void> {
  const times: number[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true; // the figures that a notebook would show
  for (const set of questionSets) {
    for (const question of set.questions) {
      if (question.kind === "prose") continue;
      const answer = await loadAnswer(question, answerCode("solutions", set, question.id));
      for (let round = 0; round < ROUNDS; round++) {
        const begin = performance.now();
        await check(question.id, answer);
        if (round > 0) times.push(performance.now() - begin); // the first loads the engine
      }
    }
  }
  times.sort((a, b) => a - b);
  write(`${JSON.stringify({ checks: times.length, p95: times[Math.floor(0.95 * times.length)] })}\n`);
}

void main();
