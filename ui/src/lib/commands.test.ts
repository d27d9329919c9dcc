import { renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type CommandScope, commandOf, commands, keycaps } from "./commands";
import { handleKey, stepOf, useCommand } from "./hotkeys";

const pages: CommandScope[] = [
  "queue",
  "deliveries",
  "preview",
  "leads",
  "pipeline",
  "sources",
  "templates",
  "backtests",
  "sequences",
  "track",
  "setup",
];
const alwaysLive: CommandScope[] = ["global", "list"];

describe("the command table", () => {
  it("names every command once", () => {
    const ids = commands.map((command) => command.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(pages)("uses no key twice among what can be live on %s", (page) => {
    const live = commands.filter((command) => command.scope === page || alwaysLive.includes(command.scope));
    const used = live.flatMap((command) => command.keys.map((keys) => ({ keys, id: command.id })));
    const twice = used.filter(({ keys }, at) => used.findIndex((other) => other.keys === keys) !== at);
    expect(twice).toEqual([]);
  });

  it("has no single key that also starts a sequence", () => {
    const starts = new Set(
      commands.flatMap((command) =>
        command.keys.filter((keys) => keys.includes(" ")).map((keys) => keys.split(" ")[0]),
      ),
    );
    const single = commands.flatMap((command) => command.keys.filter((keys) => !keys.includes(" ")));
    expect(single.filter((keys) => starts.has(keys))).toEqual([]);
  });

  it("works while typing only with a modifier", () => {
    const typing = commands.filter((command) => "whileTyping" in command && command.whileTyping);
    expect(typing.flatMap((command) => command.keys).filter((keys) => !keys.startsWith("mod+"))).toEqual([]);
  });

  it("draws keycaps from the keys", () => {
    expect(keycaps("g q")).toEqual(["G", "Q"]);
    expect(keycaps("mod+k")).toEqual(["Ctrl", "K"]);
    expect(commandOf("queue.approve").keys).toContain("mod+enter");
  });
});

describe("a key press", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is read as the step of the table", () => {
    const press = (init: KeyboardEventInit) => stepOf(new KeyboardEvent("keydown", init));
    expect(press({ key: "j" })).toBe("j");
    expect(press({ key: "J", shiftKey: true })).toBe("shift+j");
    expect(press({ key: "?", shiftKey: true })).toBe("?");
    expect(press({ key: "k", metaKey: true })).toBe("mod+k");
    expect(press({ key: "ArrowDown" })).toBe("down");
    expect(press({ key: "ArrowDown", altKey: true })).toBe("alt+down");
  });

  it("that is held down moves a cursor but decides nothing", () => {
    const approve = vi.fn();
    const next = vi.fn();
    renderHook(() => {
      useCommand("queue.approve", approve);
      useCommand("list.next", next);
    });
    for (const repeat of [false, true, true]) {
      handleKey(new KeyboardEvent("keydown", { key: "a", repeat }));
      handleKey(new KeyboardEvent("keydown", { key: "j", repeat }));
    }
    expect(approve).toHaveBeenCalledTimes(1);
    expect(next).toHaveBeenCalledTimes(3);
  });

  it("with Alt is a command only for keys that write nothing", () => {
    const deed = vi.fn();
    renderHook(() => {
      useCommand("track.up", deed);
      useCommand("track.add", deed);
    });
    handleKey(new KeyboardEvent("keydown", { key: "a", altKey: true }));
    expect(deed).not.toHaveBeenCalled();
    handleKey(new KeyboardEvent("keydown", { key: "ArrowUp", altKey: true }));
    expect(deed).toHaveBeenCalledOnce();
  });

  it("without a deed does nothing", () => {
    expect(handleKey(new KeyboardEvent("keydown", { key: "a" }))).toBe(false);
  });
});
