/** Days and clock times in the project's time zone, which need not be this computer's. */

const LOCALE = "en-GB";
type Part = "date" | "clock" | "long" | "short";
const options: Record<Part, Intl.DateTimeFormatOptions> = {
  date: { year: "numeric", month: "2-digit", day: "2-digit" },
  clock: { hour: "2-digit", minute: "2-digit" },
  long: { weekday: "long", day: "numeric", month: "long" },
  short: { weekday: "short", day: "numeric", month: "short" },
};
const formats = new Map<string, Intl.DateTimeFormat>();

function format(part: Part, zone: string): Intl.DateTimeFormat {
  const key = `${part} ${zone}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALE, { ...options[part], timeZone: knownZone(zone) });
  formats.set(key, made);
  return made;
}

/** A zone this machine has never heard of is shown as UTC rather than not at all. */
function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat(LOCALE, { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** The day an instant falls on: "2026-11-23". */
export function dateIn(zone: string, iso: string | Date): string {
  const parts = format("date", zone).formatToParts(new Date(iso));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")}`;
}

/** "14:32" */
export function clockIn(zone: string, iso: string): string {
  return format("clock", zone).format(new Date(iso));
}

/** "Monday 23 November" for a day such as 2026-11-23. */
export function longDay(date: string): string {
  return format("long", "UTC").format(new Date(`${date}T12:00:00Z`));
}

/** "Mon 23 Nov" for a day such as 2026-11-23. */
export function shortDay(date: string): string {
  return format("short", "UTC").format(new Date(`${date}T12:00:00Z`));
}

/** "Mon 23 Nov 14:32" */
export function momentIn(zone: string, iso: string): string {
  return `${shortDay(dateIn(zone, iso))} ${clockIn(zone, iso)}`;
}

/** ISO weekday of a day: Monday is 1. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
}

/** The day so many days later (or earlier). */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
