/** A line of code that grows in the page while a reader clicks, and that they then copy into a cell. */

/** The place of the line, and its button. `after` stands behind them. */
export const copyLine = (after = "") =>
  `<p><code data-line></code> <button type="button" data-copy>Copy</button>${after}</p>`;

/** The little of a page that these scripts need; the library is compiled without the browser's types. */
export interface PageElement {
  dataset: Record<string, string>;
  value: string;
  textContent: string | null;
  querySelector(selector: string): PageElement;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  setAttribute(name: string, value: string): void;
  addEventListener(kind: string, listener: () => void): void;
}

/** Runs in the page, as text: it may use nothing from outside itself. */
export function connectCopy(root: PageElement): void {
  const page = globalThis as unknown as {
    navigator: { clipboard?: { writeText(text: string): Promise<void> } };
  };
  root.querySelector("[data-copy]").addEventListener("click", () => {
    void page.navigator.clipboard?.writeText(root.querySelector("[data-line]").textContent ?? "");
  });
}
