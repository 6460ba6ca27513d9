/** What to say to an answer that imports something else. */
export function whatIsAllowed(imports: readonly string[]): string {
  return imports.length === 0
    ? "This question is to be answered without imports."
    : `This question allows imports from "ganbook" of ${imports.join(", ")} only.`;
}
