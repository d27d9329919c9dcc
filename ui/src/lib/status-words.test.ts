import { describe, expect, it } from "vitest";
import { status } from "@/testing/factories";
import { sayNext, sayStanding, sayToday } from "./status-words";

const now = new Date(2026, 2, 3, 14, 0, 0);
const next = {
  delivery_id: "d-1",
  lead_id: "l-1",
  lead_name: "Ada Moreno",
  recipient: "@ada",
  channel: "telegram" as const,
  action: "message" as const,
  at: null,
  waits_for: null,
};

describe("the status line", () => {
  it.each([
    ["on", "Sending on", "go"],
    ["paused", "Paused", "stop"],
    ["dry_run", "Dry run", "wait"],
    ["off_hours", "Outside working hours", "wait"],
    ["needs_setup", "Setup is not finished", "wait"],
  ] as const)("says %s as a word with a meaning", (sending, word, meaning) => {
    expect(sayStanding(status({ sending }))).toEqual({ word, meaning });
  });

  it("says who is next, where and when", () => {
    expect(sayNext({ ...next, at: new Date(2026, 2, 3, 14, 32).toISOString() }, now)).toBe("@ada on Telegram, 14:32");
    expect(sayNext({ ...next, at: new Date(2026, 2, 4, 9, 0).toISOString() }, now)).toBe(
      "@ada on Telegram, tomorrow 09:00",
    );
  });

  it("says what is done when it carries no words", () => {
    const at = new Date(2026, 2, 3, 14, 32).toISOString();
    const onX = { ...next, channel: "x" as const, at };
    expect(sayNext({ ...onX, action: "like" }, now)).toBe("like @ada's post on X, 14:32");
    expect(sayNext({ ...onX, action: "follow" }, now)).toBe("follow @ada on X, 14:32");
    expect(sayNext({ ...onX, action: "reply" }, now)).toBe("@ada on X, 14:32");
  });

  it("says what the next one waits for when it has no time", () => {
    expect(sayNext({ ...next, waits_for: "Waiting for your Enter" }, now)).toBe(
      "@ada on Telegram, waiting for your Enter",
    );
  });

  it("names the person when there is no handle", () => {
    expect(sayNext({ ...next, recipient: "" }, now)).toBe("Ada Moreno on Telegram");
  });

  it("counts today against the limit", () => {
    expect(sayToday(status({ sent_today: 7, limit_today: 20 }))).toBe("7 of 20 today");
  });
});
