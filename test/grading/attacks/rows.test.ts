/** Every row of the threat model has a test, and README.md beside this file says which: `vitest -u` writes it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Attack } from "./attack";
import { holes, pipe } from "./holes";
import type { Row } from "./row";
import { borrowing } from "./tables/borrowing";
import { channel } from "./tables/channel";
import { endings } from "./tables/endings";
import { isolation } from "./tables/isolation";
import { memorising } from "./tables/memorising";
import { resources } from "./tables/resources";
import { source } from "./tables/source";
import { tensors } from "./tables/tensors";
import { values } from "./tables/values";
import { verdicts } from "./tables/verdicts";
import { threats } from "./threats";

const tables = {
  borrowing,
  channel,
  endings,
  isolation,
  memorising,
  resources,
  source,
  tensors,
  values,
  verdicts,
};
const attacks = Object.values(tables).flat();
const rows = [...threats, ...holes, ...pipe];
const labelled = (row: Row["row"]) => attacks.filter((attack) => attack.row === row);
const own = Object.entries(tables).flatMap(([table, list]) =>
  list.filter(({ row }) => row === "own").map((attack) => ({ table, attack })),
);

describe("the threat model", () => {
  it("has its 40 rows", () =>
    expect(threats.map(({ row }) => row)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1)));

  it.each(rows.map((row) => [row.row, row] as const))("row %s has a test", (_, { row, tests = [] }) => {
    expect(labelled(row).length + tests.length).toBeGreaterThan(0);
    for (const [file, title] of tests)
      expect(
        readFileSync(resolve(__dirname, "../..", file), "utf8").includes(title),
        `${file}: ${title}`,
      ).toBe(true);
  });

  it("knows the row of each attack", () => {
    const known = new Set<unknown>([...rows.map(({ row }) => row), "own"]);
    expect(attacks.filter(({ row }) => !known.has(row)).map(({ row, name }) => `${row}: ${name}`)).toEqual(
      [],
    );
  });

  it("has at least 20 attacks of our own, and no two attacks of one name", () => {
    expect(own.length).toBeGreaterThanOrEqual(20);
    const names = attacks.map(({ row, name }) => `${row} ${name}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("allows no attack to pass", () => {
    for (const { verdict, name } of attacks) expect([verdict].flat(), name).not.toContain("pass");
  });

  it("stands in README.md", async () => {
    await expect(document()).toMatchFileSnapshot("README.md");
  });
});

function document(): string {
  return `# Attacks on the grader

Made by \`rows.test.ts\` from the tables of attacks; do not edit. Each attack in \`tables/\` runs beside an honest twin of the same
shape: the attack earns no point, the twin earns all. ${attacks.length} attacks, ${own.length} of them our own. "Ends with" are the verdicts
that the test allows; where a right answer is still right, as in row 14, only its twin passes.

## The threat model

${tableOf(threats)}

## Holes that some sandbox had

${tableOf(holes)}

## The pipe is only a claim

${tableOf(pipe)}

## Our own

| what it tries | ends with | where |
| --- | --- | --- |
${own.map(({ table, attack }) => `| ${cell(attack.name)} | ${endsWith([attack])} | tables/${table}.ts |`).join("\n")}

Files that attack (a zip that speaks for others, a line of a million spaces, a million cells, a pipe in place of a file, a clock
set back) are in \`files.test.ts\`; values against every question of the course in \`hostile-values.test.ts\`.
`;
}

function tableOf(list: readonly Row[]): string {
  const lines = list.map(({ row, threat, required, tests = [] }) => {
    const found = labelled(row);
    const names = [
      ...found.map(({ name }) => cell(name)),
      ...tests.map(([file, title]) => `${cell(title)} (${file})`),
    ];
    const ends = found.length === 0 ? "" : endsWith(found);
    return `| ${String(row).replace(/^\w+: /, "")} | ${cell(threat)} | ${cell(required)} | ${ends} | ${names.join("; ")} |`;
  });
  return [
    "| row | threat | required | ends with | tests |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

const endsWith = (list: readonly Attack[]) =>
  [...new Set(list.flatMap(({ verdict }) => verdict))].sort().join(", ");
const cell = (text: string) => text.replace(/[|<>\\*_[\]`]/g, (sign) => `\\${sign}`);
