/** Reading of option values that several commands share. */
import { InvalidArgumentError } from "commander";

/** A whole number, 1 or more. */
export function count(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError("Give a whole number, 1 or more.");
  }
  return value;
}

/** A seed, as `rng` takes it. */
export function seed(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value >= 2 ** 32) {
    throw new InvalidArgumentError("Give a whole number from 0 to 4294967295.");
  }
  return value;
}

/** A number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < Infinity)) {
    throw new InvalidArgumentError("Give a number above 0.");
  }
  return value;
}

/** A number between 0 and 1, neither of them. */
export function fraction(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1))
    throw new InvalidArgumentError("Give a number between 0 and 1, such as 0.999.");
  return value;
}
