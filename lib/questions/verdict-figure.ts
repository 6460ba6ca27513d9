/** What stands below a check in a notebook. */
import { html } from "../plot/figure";
import type { Figure } from "../plot/figure";
import { element, escapeText } from "../plot/markup";
import type { CheckResult } from "./run-checks";
import type { CheckedQuestion, ProseQuestion } from "./types";
import { headline, proseText, rowsOf, verdictText } from "./verdict-words";
import { isUntouched } from "./attempts";

/** Signs and words tell the verdict; the colour of the bar beside them only repeats it. */
const [PASSED, FAILED] = ["#009E73", "#D55E00"];

export function verdictFigure(
  question: CheckedQuestion,
  results: readonly CheckResult[],
  hint: string,
): Figure {
  const { title, summary } = headline(question, results);
  const rows = isUntouched(results) ? [] : rowsOf(results).map(rowMarkup);
  const parts = [
    element("p", { style: "margin:4px 0" }, element("b", {}, escapeText(title))),
    ...(rows.length > 0 ? [element("ul", { style: "list-style:none;padding:0;margin:4px 0" }, ...rows)] : []),
    element("p", { style: "margin:4px 0" }, escapeText(summary)),
    ...(hint ? [element("p", { style: "margin:4px 0" }, element("i", {}, escapeText(hint)))] : []),
  ];
  return html(element("div", { style: "max-width:75ch" }, ...parts), {
    alt: verdictText(question, results, hint),
  });
}

function rowMarkup({ sign, word, name, message }: ReturnType<typeof rowsOf>[number]): string {
  const colour = sign === "✓" ? PASSED : FAILED;
  const style = `border-left:4px ${sign === "✓" ? "solid" : "dashed"} ${colour};padding:2px 10px;margin:3px 0`;
  const line = `${escapeText(sign)} ${escapeText(name)}: ${element("b", {}, escapeText(word))}`;
  return element("li", { style }, line, ...(message ? [element("div", {}, escapeText(message))] : []));
}

export function proseFigure(question: ProseQuestion): Figure {
  const items = question.rubric.map(({ points, text }) =>
    element("li", {}, `${points === 1 ? "1 point" : `${points} points`}: ${escapeText(text)}`),
  );
  const content = [
    element("p", {}, element("b", {}, escapeText(`${question.id}: ${question.title}`))),
    element("p", {}, "A person marks this answer. They look for:"),
    element("ul", {}, ...items),
  ];
  return html(element("div", { style: "max-width:75ch" }, ...content), { alt: proseText(question) });
}
