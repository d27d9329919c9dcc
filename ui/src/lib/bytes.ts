/** Sizes as people say them. */

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** "512 B", "9.6 kB", "4.7 GB": decimal units, as model lists and file managers say them. */
export function sayBytes(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < UNITS.length - 1) {
    value /= 1000;
    at += 1;
  }
  const shown = at === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${shown} ${UNITS[at]}`;
}
