/** The page of a class: who has what, which checks fail, what takes long, whose marks changed. */
import type { MarkChange } from "../class/changes";
import type { Gradebook, GradeRow } from "../class/gradebook";
import { folderName } from "../class/student-folder";
import { hardestChart, hardestFirst, milliseconds, passRateChart, timeChart } from "./charts";
import type { LyingBars } from "./charts";
import { isolated, list, page, points, safe, table } from "./page";
import { checkStatistics, mean, quantile, questionStatistics } from "./statistics";
import { displayName, SANDBOXES } from "./student-page";

/** Files that lie beside the page. */
export const PLOTLY_FILE = "plotly.js";
export const CHARTS_FILE = "charts.js";

/** Draws each chart from the data in the page; a script of the page itself would not be allowed to run. */
export const CHARTS_SCRIPT = `"use strict";
for (const place of document.querySelectorAll("[data-chart]")) {
  const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  Plotly.newPlot(place, figure.data, figure.layout, figure.config);
}
`;

export function classPage(book: Gradebook, changes: readonly MarkChange[]): string {
  const notebooks = [...new Set(book.rows.map(({ notebook }) => notebook))];
  const body = [
    `<h1>${safe(book.title)}</h1>`,
    sandboxWarning(book),
    troubles(book),
    changed(changes),
    ...notebooks.map((notebook) =>
      exercise(
        notebook,
        book.rows.filter((row) => row.notebook === notebook),
      ),
    ),
  ];
  return page(body.join("\n"), { title: book.title, scripts: [PLOTLY_FILE, CHARTS_FILE] });
}

function sandboxWarning({ rows }: Gradebook): string {
  if (!rows.some(({ result }) => result?.sandbox === "none")) return "";
  return `<div class="note problem"><strong>Graded without a sandbox.</strong> Answers ran with all rights of whoever
started the grading, and could have read or changed anything, marks included. Do not rely on these.</div>`;
}

function troubles({ rows, strays, unknown }: Gradebook): string {
  const unread = rows.filter(
    ({ status, submission }) => status === "could not be read" && submission?.isFault !== true,
  );
  const items = [
    ...unread.map(
      (row) =>
        `${link(row)}, ${safe(row.notebook)}: ${safe(row.result?.problem ?? row.submission?.problem ?? "")}`,
    ),
    ...strays.map(
      ({ student, file, problem = "" }) => `${isolated(student)}, ${safe(file)}: ${safe(problem)}`,
    ),
    ...unknown.map((name) => `${isolated(name)} is not on the roster.`),
  ];
  return items.length === 0 ? "" : `<div class="note problem"><strong>Needs you</strong>${list(items)}</div>`;
}

function changed(changes: readonly MarkChange[]): string {
  if (changes.length === 0) return "";
  const rows = changes.map(({ student, notebook, before, after, questions, why }) => [
    isolated(student),
    safe(notebook),
    points(before),
    points(after),
    questions.map(safe).join("<br>"),
    safe(why.join(", ")),
  ]);
  const columns = ["Student", "Exercise", "Before", "After", "Questions", "Why"];
  return `<section><h2>Whose marks changed</h2>${table("Since the grading before", columns, rows)}</section>`;
}

function exercise(notebook: string, rows: readonly GradeRow[]): string {
  const questions = questionStatistics(rows);
  const checks = checkStatistics(rows);
  const charts =
    checks.length === 0
      ? []
      : [
          chart(
            `${notebook}-hardest`,
            "Hardest questions first: mean share of the points.",
            hardestChart(questions),
          ),
          table(
            "The same as numbers",
            ["Question", "Answered", "Mean share"],
            hardestFirst(questions).map((one) => [
              safe(one.title),
              String(one.attempted),
              share(one.meanShare),
            ]),
          ),
          chart(`${notebook}-checks`, "How many submissions pass each check.", passRateChart(checks)),
          table(
            "The same as numbers",
            ["Check", "Question", "Passed", "Of"],
            checks.map((one) => [safe(one.check), safe(one.question), String(one.passed), String(one.total)]),
          ),
          chart(`${notebook}-time`, "Time that the checks of one answer take.", timeChart(questions)),
          table(
            "The same as numbers",
            ["Question", "Median", "95th percentile"],
            questions
              .filter(({ median }) => median > 0)
              .map((one) => [safe(one.title), milliseconds(one.median), milliseconds(one.p95)]),
          ),
        ];
  return `<section aria-labelledby="${safe(notebook)}">
<h2 id="${safe(notebook)}">${safe(rows[0]!.title)} <span class="quiet">${safe(notebook)}</span></h2>
${summary(rows)}
${table("Students", ["Student", "State", "Points", "Late", "Handed in (UTC)"], rows.map(studentRow))}
${charts.map((part, place) => (place % 2 === 0 ? part : `<details><summary>As a table</summary>${part}</details>`)).join("\n")}
</section>`;
}

function summary(rows: readonly GradeRow[]): string {
  const graded = rows.filter(({ result }) => result !== undefined && result.problem === undefined);
  const scores = graded.map(({ score }) => score);
  const levels = [...new Set(graded.map(({ result }) => SANDBOXES[result!.sandbox]))];
  const count = (status: GradeRow["status"]) => rows.filter((row) => row.status === status).length;
  const states = (["graded", "to mark", "could not be read", "not handed in"] as const).flatMap((status) =>
    count(status) === 0 ? [] : `${count(status)} ${status}`,
  );
  const marks =
    scores.length === 0
      ? ""
      : ` Mean ${points(mean(scores))}, median ${points(quantile(scores, 0.5))} of ${points(rows[0]!.maxPoints)} points.`;
  return `<p class="lead">${safe(states.join(", "))}.${marks} <span class="quiet">${safe(levels.join(", "))}</span></p>`;
}

function studentRow(row: GradeRow): string[] {
  const open = row.questions
    .filter(({ isOpen }) => isOpen)
    .reduce((sum, { maxPoints }) => sum + maxPoints, 0);
  return [
    link(row),
    safe(row.status),
    `${points(row.score)} of ${points(row.maxPoints)}${open > 0 ? ` <span class="quiet">(+ up to ${points(open)})</span>` : ""}`,
    row.percent > 0 ? `${row.daysLate} d, −${points(row.percent)} %` : "",
    row.submission === undefined
      ? ""
      : safe(row.submission.time.toISOString().slice(0, 16).replace("T", " ")),
  ];
}

const link = (row: GradeRow) =>
  `<a href="students/${folderName(row.student)}/index.html">${isolated(displayName(row))}</a>`;

const share = (value: number) => `${Math.round(value * 100)} %`;

/** A chart with its data in the page. "<" in it is written so that no text can end the script. */
function chart(id: string, caption: string, figure: LyingBars): string {
  const data = JSON.stringify(figure).replaceAll("<", "\\u003c");
  return `<figure>
<figcaption>${safe(caption)}</figcaption>
<div data-chart="data-${safe(id)}" role="img" aria-label="${safe(caption)} The numbers are in the table below."></div>
<script type="application/json" id="data-${safe(id)}">${data}</script>
</figure>`;
}
