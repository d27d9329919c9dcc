import { expect, it } from "vitest";
import { sayBytes } from "./bytes";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [9_600, "9.6 kB"],
  [1_840_000, "1.8 MB"],
  [4_700_000_000, "4.7 GB"],
  [250_000_000_000, "250 GB"],
])("%i bytes read %s", (bytes, said) => {
  expect(sayBytes(bytes)).toBe(said);
});
