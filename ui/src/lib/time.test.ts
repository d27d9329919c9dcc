import { describe, expect, it } from "vitest";
import { duration, relativeTime, whenTime } from "./time";

const now = new Date(2026, 2, 3, 14, 0, 0);
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();

describe("times", () => {
  it.each([
    [-5, "just now"],
    [20, "in a moment"],
    [-240, "4 min ago"],
    [3 * 3600, "in 3 h"],
    [-26 * 3600, "1 day ago"],
    [-5 * 86_400, "5 days ago"],
    [-40 * 86_400, "22 Jan"],
    [-500 * 86_400, "19 Oct 2024"],
  ])("are relative: %i s is %s", (seconds, said) => {
    expect(relativeTime(inSeconds(seconds), now)).toBe(said);
  });

  it("of plans are clock times", () => {
    expect(whenTime(inSeconds(32 * 60), now)).toBe("14:32");
    expect(whenTime(inSeconds(19 * 3600), now)).toBe("tomorrow 09:00");
    expect(whenTime(inSeconds(3 * 86_400), now)).toBe("Fri 14:00");
    expect(whenTime(inSeconds(10 * 86_400), now)).toBe("13 Mar 14:00");
  });

  it.each([
    [0, "1 s"],
    [59, "59 s"],
    [120, "2 min"],
    [4800, "1 h 20 min"],
    [7200, "2 h"],
  ])("durations of %i s read %s", (seconds, said) => {
    expect(duration(seconds)).toBe(said);
  });
});
