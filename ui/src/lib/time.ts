/** Times as people say them: relative on screen, exact on hover. `now` is passed in so that tests own the clock. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LOCALE = "en-GB";

const clockFormat = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(LOCALE, { weekday: "short" });
const dateFormat = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const yearFormat = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" });
const exactFormat = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "medium" });

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** "14:32" */
export function clockTime(iso: string): string {
  return clockFormat.format(new Date(iso));
}

/** "14:32", "tomorrow 09:00", "Tue 09:00", "3 Mar 09:00": when something will happen. */
export function whenTime(iso: string, now: Date): string {
  const at = new Date(iso);
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY);
  if (days === 0) return clockFormat.format(at);
  if (days === 1) return `tomorrow ${clockFormat.format(at)}`;
  if (days > 1 && days < 7) return `${dayFormat.format(at)} ${clockFormat.format(at)}`;
  return `${dateFormat.format(at)} ${clockFormat.format(at)}`;
}

/** "now", "4 min ago", "in 3 h", "2 days ago", "3 Mar", "3 Mar 2024". */
export function relativeTime(iso: string, now: Date): string {
  const at = new Date(iso);
  const delta = at.getTime() - now.getTime();
  const size = Math.abs(delta);
  const say = (text: string) => (delta > 0 ? `in ${text}` : `${text} ago`);
  if (size < 45_000) return delta > 0 ? "in a moment" : "just now";
  if (size < HOUR) return say(`${Math.max(1, Math.round(size / MINUTE))} min`);
  if (size < DAY) return say(`${Math.round(size / HOUR)} h`);
  if (size < 7 * DAY) {
    const days = Math.round(size / DAY);
    return say(days === 1 ? "1 day" : `${days} days`);
  }
  return at.getFullYear() === now.getFullYear() ? dateFormat.format(at) : yearFormat.format(at);
}

/** "Tuesday, 3 March 2026 at 14:32:05" */
export function exactTime(iso: string): string {
  return exactFormat.format(new Date(iso));
}

/** "45 s", "4 min", "1 h 20 min" */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${Math.floor(minutes / 60)} h`;
}
