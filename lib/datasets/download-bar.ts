/** A progress bar for a download: one line that moves in a terminal, a line every few seconds elsewhere. */
import { SingleBar } from "cli-progress";
import type { DownloadProgress } from "./download";

export interface DownloadBar {
  update: (progress: DownloadProgress) => void;
  stop: () => void;
}

export function downloadBar(name: string): DownloadBar {
  const bar = new SingleBar({
    format: `${name} {bar} {percentage} % of {mebibytes} MiB, {rate} MiB/s, {left} left`,
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 5000,
    hideCursor: null, // a killed process would leave the terminal without one
    barsize: 24,
  });
  const update = ({ received, size, bytesPerSecond, secondsLeft }: DownloadProgress) => {
    const payload = {
      mebibytes: (size / 2 ** 20).toFixed(0),
      rate: (bytesPerSecond / 2 ** 20).toFixed(1),
      left: formatSeconds(secondsLeft),
    };
    if (bar.isActive) bar.update(received, payload);
    else bar.start(size, received, payload);
  };
  return { update, stop: () => bar.stop() };
}

/** "42 s", "3 min 20 s" */
function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
