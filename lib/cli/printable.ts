/** Text of an answer, or a name from a file, must not steer the terminal. */
export const printable = (text: string): string => text.replace(/[^\P{Control}\n]/gu, "\uFFFD");
