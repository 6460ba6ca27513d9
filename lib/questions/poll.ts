/** A poll: what does the reader think of some statements? Asked early and again at the end, so that they can compare. */
import { html, type Figure } from "../plot/figure";
import { escapeText } from "../plot/markup";
import { connectCopy, copyLine, type PageElement } from "./copy-line";

/** From 1 to 5, in this order. */
export const pollWords = ["no", "rather no", "undecided", "rather yes", "yes"] as const;

export interface Opinion {
  statement: string;
  /** 1 (no) to 5 (yes); null where the reader gave none. */
  answer: number | null;
}

export interface Poll {
  /** The statements with their buttons, and the line to copy. */
  readonly figure: Figure;
  /**
   * @param line One sign for each statement, in order: 1 (no) to 5 (yes), or ? for none; spaces do not count.
   * @returns Undefined where there is no answer at all yet.
   * @throws RangeError for another number of signs or for other signs.
   */
  read(line: string): Opinion[] | undefined;
}

/**
 * @param statements Each a sentence to which yes and no are both sensible answers.
 * @throws RangeError when there are none.
 */
export function opinionPoll(statements: readonly string[]): Poll {
  if (statements.length === 0)
    throw new RangeError("opinionPoll: there are no statements. Give at least one.");
  const numbered = statements.map((statement, i) => `${i + 1}. ${statement}`).join("\n");
  const alt = `A poll of ${statements.length} statements, each to be answered from no to yes:\n${numbered}`;
  return { figure: html(pollPage(statements), { alt }), read: (line) => readAnswers(line, statements) };
}

function readAnswers(line: string, statements: readonly string[]): Opinion[] | undefined {
  const signs = line.replace(/\s/g, "");
  if (/^\?*$/.test(signs)) return undefined;
  if (signs.length !== statements.length || /[^1-5?]/.test(signs)) {
    throw new RangeError(
      `The answers are "${line}". Give ${statements.length} signs, one for each statement: 1 (no) to 5 (yes), or ? for none.`,
    );
  }
  return statements.map((statement, i) => ({
    statement,
    answer: signs[i] === "?" ? null : Number(signs[i]),
  }));
}

/** A page may hold several polls; the buttons of each must not disturb the others'. */
let polls = 0;

function pollPage(statements: readonly string[]): string {
  const name = `poll-${process.pid}-${++polls}`;
  const questions = statements.map((statement, i) => {
    const choices = pollWords.map(
      (word, place) => `<label><input type="radio" name="${name}-${i}" value="${place + 1}"> ${word}</label>`,
    );
    return `<fieldset data-statement><legend>${i + 1}. ${escapeText(statement)}</legend>${choices.join(" ")}</fieldset>`;
  });
  return `<form class="gan-poll">${style}${questions.join("")}
<p>Copy this line into the next cell:</p>
${copyLine()}</form>
<script>(function (poll) { (${String(follow)})(poll); (${String(connectCopy)})(poll); })(document.currentScript.previousElementSibling);</script>`;
}

const style = `<style>
.gan-poll{max-width:44rem;font:15px/1.5 system-ui,sans-serif}
.gan-poll fieldset{border:1px solid #999;border-radius:8px;margin:0 0 10px;padding:4px 12px 10px}
.gan-poll legend{font-weight:600;padding:0 4px}
.gan-poll label{display:inline-block;margin-right:14px;padding:4px 0;cursor:pointer}
</style>`;

/** Runs in the page, as text: it may use nothing from outside itself. */
function follow(poll: PageElement): void {
  const statements = Array.from(poll.querySelectorAll("[data-statement]"));
  const signs = statements.map(() => "?");
  const write = () => {
    poll.querySelector("[data-line]").textContent = `const opinions = "${signs.join("")}";`;
  };
  statements.forEach((statement, i) => {
    for (const button of Array.from(statement.querySelectorAll("input"))) {
      button.addEventListener("change", () => {
        signs[i] = button.value;
        write();
      });
    }
  });
  write();
}
