import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** The tokens of one theme, read from the stylesheet itself. */
function tokens(theme: "light" | "dark"): Map<string, string> {
  const css = readFileSync("src/styles.css", "utf8");
  const block = css.slice(css.indexOf(`[data-theme="${theme}"] {`)).split("}")[0] ?? "";
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["canvas", "sidebar", "surface", "raised", "sunken", "hover", "selected"];
const text: [string, string[]][] = [
  ["ink", [...grounds, "bubble", "wait-soft", "stop-soft", "unknown-soft", "go-soft"]],
  ["ink-2", [...grounds, "wait-soft", "stop-soft", "unknown-soft", "go-soft"]],
  ["ink-3", grounds],
  ["accent-ink", ["canvas", "surface", "accent-soft", "selected"]],
  ["go", ["canvas", "surface", "go-soft", "selected"]],
  ["wait", ["canvas", "surface", "wait-soft", "selected"]],
  ["stop", ["canvas", "surface", "stop-soft", "selected"]],
  ["unknown", ["canvas", "surface", "unknown-soft", "selected"]],
  ["on-accent", ["accent", "accent-strong"]],
  ["mark-ink", ["mark"]],
];
const controls: [string, string[]][] = [
  ["control", ["canvas", "surface", "raised"]],
  ["ring", grounds],
  ["accent", ["canvas", "surface"]],
];

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const colours = tokens(theme);
  const pairs = (list: [string, string[]][]) =>
    list.flatMap(([front, backs]) => backs.map((back) => [front, back] as const));
  const ratio = (front: string, back: string) => contrast(colours.get(front) ?? "", colours.get(back) ?? "");

  it.each(pairs(text))("shows %s on %s at 4.5:1 or more", (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(controls))("shows %s on %s at 3:1 or more", (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(3);
  });
});
