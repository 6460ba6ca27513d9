/** The little that is needed to write SVG and HTML safely. */

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text made safe for an element's content or a quoted attribute. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

export type Attributes = Record<string, string | number | undefined>;

/**
 * One element. Attributes are escaped, numbers rounded to a tenth of a pixel, undefined ones left out; children are
 * markup and stay as they are.
 */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escapeText(String(value))}"`,
    )
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

/** A coordinate with one digit after the point, and none where it is 0. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
