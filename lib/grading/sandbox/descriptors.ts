/** Descriptors that this process would hand on to every program it starts. */
import { readdirSync, readFileSync } from "node:fs";

/** Set on descriptors that close themselves when a program is started; Node sets it, who started Node may not have. */
const CLOSE_ON_EXEC = 0o2000000;

/** @returns The descriptors from `first` on that a child would inherit; none where there is no /proc. */
export function inheritedDescriptors(first: number): number[] {
  return descriptors().filter((descriptor) => descriptor >= first && !closesOnExec(descriptor));
}

function descriptors(): number[] {
  try {
    return readdirSync("/proc/self/fd").map(Number);
  } catch {
    return [];
  }
}

function closesOnExec(descriptor: number): boolean {
  try {
    const flags =
      /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8"))?.[1] ?? "0";
    return (parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
  } catch {
    return true; // closed meanwhile: it was the one that listed the folder
  }
}
