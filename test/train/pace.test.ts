import { describe, expect, it } from "vitest";
import { startPace } from "../../lib/train/pace";

/** A clock that shows these times in seconds, one after the other. */
function clock(seconds: number[]): () => number {
  let reading = 0;
  return () => 1000 * seconds[reading++]!;
}

describe("pace", () => {
  it("leaves the slow first step out of the speed, but not out of the time", () => {
    const pace = startPace({ batchSize: 64, now: clock([100, 105, 106, 107]) });
    expect(pace.tick(10)).toEqual({ imagesPerSecond: 64 / 5, elapsedSeconds: 5, secondsLeft: 50 });
    expect(pace.tick(9)).toEqual({ imagesPerSecond: 64, elapsedSeconds: 6, secondsLeft: 9 });
    expect(pace.tick(8)).toEqual({ imagesPerSecond: 64, elapsedSeconds: 7, secondsLeft: 8 });
  });

  it("follows a change of speed within 50 steps", () => {
    const times = [
      0,
      ...Array.from({ length: 100 }, (_, k) => 1 + k),
      ...Array.from({ length: 50 }, (_, k) => 102 + 2 * k),
    ];
    const pace = startPace({ batchSize: 10, now: clock(times) });
    for (let step = 0; step < 100; step++) pace.tick(0);
    expect(pace.tick(0).imagesPerSecond).toBeLessThan(10);
    for (let step = 0; step < 48; step++) pace.tick(0);
    expect(pace.tick(7)).toEqual({ imagesPerSecond: 5, elapsedSeconds: 200, secondsLeft: 14 });
  });

  it("counts what a resumed run took before", () => {
    const pace = startPace({ batchSize: 1, secondsBefore: 60, now: clock([3, 4]) });
    expect(pace.tick(0)).toEqual({ imagesPerSecond: 1, elapsedSeconds: 61, secondsLeft: 0 });
  });
});
