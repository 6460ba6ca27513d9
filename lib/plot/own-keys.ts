/** Keys for the controls of an output. */

/**
 * Marks every control in HTML so that JupyterLab leaves the keys to it. Else its shortcuts act on the notebook while a button or a
 * slider of an output has the focus: arrows go to another cell, B inserts one, M turns this one into text, D D deletes it. A mark on
 * a frame around the controls does not help, because JupyterLab looks at the focused element first.
 */
export function withOwnKeys(markup: string): string {
  // Such markup may also stand in a string of a script: so the mark has no quotes, and a role's may be escaped.
  return markup.replace(
    /<(?:button|input|select|textarea|summary|[a-z]+ role=\\?"slider\\?")(?=[\s>/])/g,
    "$& data-lm-suppress-shortcuts=true",
  );
}
