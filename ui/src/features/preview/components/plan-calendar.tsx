import type { KeyboardEvent } from "react";
import { useRef } from "react";
import type { Channel } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { cn } from "@/lib/cn";
import { channelName, count, plural } from "@/lib/words";
import { longDay, shortDay } from "@/lib/zoned";
import { channelsInOrder, type DayFigures, moved, weeksOf } from "../days";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

interface PlanCalendarProps {
  days: readonly DayFigures[];
  today: string;
  day: string;
  onDay: (day: string) => void;
  /** Enter on a day: its list, alone. */
  onOpen: (day: string) => void;
}

/** Two weeks, a column a weekday: what goes on each channel, what needs a yes, what ends. */
export function PlanCalendar({ days, today, day, onDay, onOpen }: PlanCalendarProps) {
  const table = useRef<HTMLTableElement>(null);
  const used = channelsInOrder.filter((channel) => days.some((one) => one.perChannel[channel] > 0));
  const most = Math.max(1, ...days.flatMap((one) => used.map((channel) => one.perChannel[channel])));
  const onKey = (event: KeyboardEvent) => {
    const by = steps[event.key];
    if (event.key === "Enter") onOpen(day);
    else if (by !== undefined) {
      const next = moved(days, day, by);
      onDay(next);
      table.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
    } else return;
    event.preventDefault();
  };
  return (
    <table ref={table} className="w-full table-fixed border-separate border-spacing-0">
      <caption className="sr-only">The next 14 days. Arrows go from day to day, Enter opens one.</caption>
      <thead>
        <tr>
          {weekdays.map((name) => (
            <th key={name} scope="col" className="px-2 pb-1 text-left font-normal text-ink-3 text-meta">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week) => (
          <tr key={week.find((one) => one)?.date}>
            {week.map((one, at) => (
              <td
                key={one?.date ?? weekdays[at]}
                className={cn(
                  "border-line border-t border-l p-0 last:border-r [tr:last-child>&]:border-b",
                  !one && "bg-sunken",
                  heightFor(used.length),
                )}
              >
                {one && (
                  <DayButton
                    figures={one}
                    used={used}
                    most={most}
                    today={one.date === today}
                    chosen={one.date === day}
                    onDay={onDay}
                    onKey={onKey}
                  />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Room for a line a channel, and for what needs a yes and what ends. */
function heightFor(channels: number): string {
  return channels < 3 ? "h-26" : channels === 3 ? "h-30" : "h-34";
}

interface DayButtonProps {
  figures: DayFigures;
  used: readonly Channel[];
  most: number;
  today: boolean;
  chosen: boolean;
  onDay: (day: string) => void;
  onKey: (event: KeyboardEvent) => void;
}

function DayButton({ figures, used, most, today, chosen, onDay, onKey }: DayButtonProps) {
  const { date, closed, approvals, ends } = figures;
  const notes = [approvals > 0 && `${count(approvals)} to approve`, ends > 0 && `${count(ends)} end`].filter(Boolean);
  return (
    <button
      type="button"
      data-day={date}
      aria-label={sayDay(figures, today)}
      aria-pressed={chosen}
      aria-current={today ? "date" : undefined}
      tabIndex={chosen ? 0 : -1}
      onClick={() => onDay(date)}
      onKeyDown={onKey}
      className={cn(
        "relative flex w-full flex-col gap-1 px-2 pt-1.5 pb-1.5 text-left focus-visible:-outline-offset-2",
        heightFor(used.length),
        closed ? "hatched" : "bg-surface",
        chosen ? "bg-selected shadow-[inset_0_0_0_1.5px_var(--accent)]" : !closed && "hover:bg-hover",
      )}
    >
      <span className="tabular flex w-full items-baseline gap-1.5 text-meta">
        <span
          className={cn(
            today ? "-ml-1 rounded-full bg-accent px-1.5 font-medium text-on-accent" : "font-medium text-ink-2",
          )}
        >
          {date.endsWith("-01") ? shortDay(date).replace(/^\w+ /u, "") : Number(date.slice(8))}
        </span>
        {closed ? (
          <span className="min-w-0 truncate text-ink-2">{closed}</span>
        ) : (
          today && <span className="text-ink-3">Today</span>
        )}
        {figures.acts > 0 && <span className="ml-auto font-semibold text-ink text-row">{count(figures.acts)}</span>}
      </span>
      {figures.acts > 0 && (
        <span className="flex w-full flex-col gap-0.5">
          {used.map((channel) => (
            <ChannelBar key={channel} channel={channel} value={figures.perChannel[channel]} most={most} />
          ))}
        </span>
      )}
      {notes.length > 0 && (
        <span className="tabular mt-auto flex flex-wrap gap-x-2 text-meta">
          {approvals > 0 && <span className="font-medium text-wait">{notes[0]}</span>}
          {ends > 0 && <span className="text-ink-2">{notes.at(-1)}</span>}
        </span>
      )}
    </button>
  );
}

function ChannelBar({ channel, value, most }: { channel: Channel; value: number; most: number }) {
  return (
    <span className={cn("flex h-3.5 items-center gap-1.5", value === 0 && "invisible")}>
      <ChannelIcon channel={channel} bare className="size-3" />
      <span className="h-1 grow overflow-hidden rounded-full bg-line">
        <span className="block h-full min-w-0.5 rounded-full bg-accent" style={{ width: `${(value / most) * 100}%` }} />
      </span>
      <span className="tabular min-w-4 text-right text-ink-2 text-meta">{count(value)}</span>
    </span>
  );
}

/** A day for those who hear it: "Monday, 23 November, today: 18 actions, 12 on Telegram, 6 on Email; 3 to approve". */
function sayDay({ date, perChannel, acts, approvals, ends, closed }: DayFigures, today: boolean): string {
  const where = channelsInOrder
    .filter((channel) => perChannel[channel] > 0)
    .map((channel) => `${count(perChannel[channel])} on ${channelName(channel)}`);
  const parts = [
    closed && `closed, ${closed}`,
    acts > 0 ? `${plural(acts, "action")}, ${where.join(", ")}` : !closed && "no actions",
    approvals > 0 && `${count(approvals)} to approve`,
    ends > 0 && `${count(ends)} end`,
  ].filter(Boolean);
  return `${longDay(date)}${today ? ", today" : ""}: ${parts.join("; ")}`;
}
