/** What passed, what did not, why, and what it earned: the page that a student gets. */
import type { CheckResult } from "../../questions/run-checks";
import type { Gradebook, GradeRow, QuestionMark } from "../class/gradebook";
import { isAbsent, SAYS } from "../exports/exercism";
import type { QuestionResult, SandboxLevel, SubmissionResult } from "../types";
import { isolated, list, page, points, safe, table, verdictMark } from "./page";

/** @param rows All exercises of one student. */
export function studentPage({ title }: Gradebook, rows: readonly GradeRow[]): string {
  const [first] = rows;
  const name = displayName(first!);
  const id = name === first!.student ? "" : ` <span class="quiet">(${isolated(first!.student)})</span>`;
  const body = [
    `<h1>${isolated(name)}${id}</h1>`,
    `<p class="lead">${safe(title)}</p>`,
    ...(rows.length > 1 ? [overview(rows)] : []),
    ...rows.map(exercise),
  ];
  return page(body.join("\n"), { title: `${name}: ${title}` });
}

export function displayName({ person, student }: GradeRow): string {
  const name = person === undefined ? "" : `${person.firstName} ${person.lastName}`.trim();
  return name || student;
}

function overview(rows: readonly GradeRow[]): string {
  const cells = rows.map((row) => [
    `<a href="#${safe(row.notebook)}">${safe(row.title)}</a>`,
    safe(row.status),
    `${points(row.score)} of ${points(row.maxPoints)}`,
  ]);
  return table("All exercises", ["Exercise", "State", "Points"], cells);
}

function exercise(row: GradeRow): string {
  const { notebook, title, result } = row;
  return `<section aria-labelledby="${safe(notebook)}">
<h2 id="${safe(notebook)}">${safe(title)} <span class="quiet">${safe(notebook)}</span></h2>
<p class="lead"><strong>${points(row.score)} of ${points(row.maxPoints)} points</strong>${openMarks(row)}</p>
${problem(row)}
${facts(row)}
${notes("Repaired in the file, so that it could be graded", result?.repairs ?? [])}
${result === undefined ? "" : result.questions.map((question, place) => questionPart(question, row.questions[place])).join("\n")}
</section>`;
}

function openMarks({ questions }: GradeRow): string {
  const open = questions.filter(({ isOpen }) => isOpen);
  const total = open.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
  return open.length === 0
    ? ""
    : ` <span class="quiet">(${points(total)} more wait for a person to mark them)</span>`;
}

function problem({ status, result, submission }: GradeRow): string {
  const why = result?.problem ?? submission?.problem;
  if (why !== undefined) {
    return `<div class="note problem"><strong>This file could not be graded.</strong> ${safe(why)}</div>`;
  }
  return status === "not handed in"
    ? `<div class="note problem"><strong>Nothing was handed in.</strong></div>`
    : "";
}

function facts({ submission, result, due, daysLate, percent, raw }: GradeRow): string {
  if (submission === undefined) return "";
  const lines: [string, string][] = [
    ["File", safe(submission.file)],
    ["Handed in", time(submission.time)],
    ...(due === undefined ? [] : [["Due", time(due)] as [string, string]]),
    ...(percent > 0
      ? [
          [
            "Late",
            `${daysLate} ${daysLate === 1 ? "day" : "days"}: ${points(percent)} % off ${points(raw)} points`,
          ] as [string, string],
        ]
      : []),
    ...(result === undefined ? [] : [["Graded with", gradedWith(result)] as [string, string]]),
  ];
  return `<dl>${lines.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`).join("\n")}</dl>`;
}

const gradedWith = ({ seed, sandbox, assignment }: SubmissionResult) =>
  safe(`seed ${seed}, ${SANDBOXES[sandbox]}, questions ${assignment.version.slice(0, 12)}`);

export const SANDBOXES: Record<SandboxLevel, string> = {
  bubblewrap: "sandbox bubblewrap",
  unshare: "sandbox unshare",
  docker: "sandbox Docker",
  none: "WITHOUT a sandbox",
};

/** To the minute, in UTC, as the same page must come out everywhere. */
const time = (when: Date) =>
  `<time datetime="${when.toISOString()}">${when.toISOString().slice(0, 16).replace("T", " ")} UTC</time>`;

function notes(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `<div class="note">${safe(title)}:${list(items.map(safe))}</div>`;
}

function questionPart(question: QuestionResult, mark: QuestionMark | undefined): string {
  const { id, title, verdict, output, prose, repairs } = question;
  const isMarked = verdict === "to-mark" && mark !== undefined && !mark.isOpen;
  const got =
    mark?.isOpen === true
      ? `up to ${points(question.maxPoints)} points`
      : `${points(mark?.points ?? question.points)} of ${points(question.maxPoints)} points`;
  return `<article aria-labelledby="q-${safe(id)}">
<header><h3 id="q-${safe(id)}">${safe(title)}</h3>
<span>${isMarked ? verdictMark("pass", "marked") : verdictMark(verdict)} · ${got}</span></header>
${prose === undefined ? "" : `<blockquote>${safe(prose)}</blockquote>`}
${mark === undefined || mark.comments.length === 0 ? "" : notes("Comments", mark.comments)}
${notes("Repaired", repairs)}
${checkPart(question)}
${output === "" ? "" : `<details><summary>What the answer printed</summary><pre>${safe(output)}</pre></details>`}
</article>`;
}

/** All passed: folded away. All failed for one reason, as where the code cannot be read: the reason once. */
function checkPart({ verdict, checks }: QuestionResult): string {
  const [first] = checks;
  if (first === undefined) return "";
  if (verdict === "pass") {
    const summary = checks.length === 1 ? "The check" : `All ${checks.length} checks`;
    return `<details><summary>${summary} passed</summary>${checkList(checks, true)}</details>`;
  }
  const isOneReason = checks.every((one) => one.verdict === first.verdict && one.message === first.message);
  const reason = first.message || (isAbsent(verdict) ? "" : SAYS[verdict]);
  if (!isOneReason || checks.length === 1) return checkList(checks, true);
  return `${reason === "" ? "" : `<p class="says">${safe(reason)}</p>`}<details><summary>No check could pass</summary>${checkList(checks, false)}</details>`;
}

function checkList(checks: readonly CheckResult[], hasReasons: boolean): string {
  const items = checks.map(({ name, verdict, message, points: got, maxPoints }) => {
    const says = verdict === "pass" || !hasReasons ? "" : message || SAYS[verdict];
    return `<li>${verdictMark(verdict)} ${safe(name)} <span class="quiet">(${points(got)} of ${points(maxPoints)})</span>${
      says === "" ? "" : `<p class="says">${safe(says)}</p>`
    }</li>`;
  });
  return `<ul class="checks">${items.join("\n")}</ul>`;
}
