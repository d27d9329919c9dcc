import { useController } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { cn } from "@/lib/cn";
import { ClockInput } from "./clock-input";
import { useAnswers, useFieldError } from "./use-answers-form";
import { ZoneSelect } from "./zone-select";

const days = [
  { day: 1, short: "Mon", long: "Monday" },
  { day: 2, short: "Tue", long: "Tuesday" },
  { day: 3, short: "Wed", long: "Wednesday" },
  { day: 4, short: "Thu", long: "Thursday" },
  { day: 5, short: "Fri", long: "Friday" },
  { day: 6, short: "Sat", long: "Saturday" },
  { day: 7, short: "Sun", long: "Sunday" },
];

/** When messages may leave, in the sender's own zone. */
export function WorkingHoursFields() {
  const { control } = useAnswers();
  const chosen = useController({ control, name: "outreach.working_hours.days" });
  const zone = useController({ control, name: "outreach.working_hours.time_zone" });
  const startError = useFieldError("outreach.working_hours.start");
  const hoursError = useFieldError("outreach.working_hours");
  const endError = useFieldError("outreach.working_hours.end") ?? hoursError;
  const daysError = useFieldError("outreach.working_hours.days");
  const zoneError = useFieldError("outreach.working_hours.time_zone");
  const flip = (day: number) => {
    const now = chosen.field.value;
    chosen.field.onChange(
      now.includes(day) ? now.filter((other) => other !== day) : [...now, day].sort((a, b) => a - b),
    );
  };
  return (
    <div className="@container flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-4 @sm:grid-cols-[96px_96px_minmax(0,1fr)]">
        <Field label="From" error={startError}>
          {(ids) => <ClockInput ids={ids} name="outreach.working_hours.start" />}
        </Field>
        <Field label="To" error={endError}>
          {(ids) => <ClockInput ids={ids} name="outreach.working_hours.end" />}
        </Field>
        <Field label="Time zone" error={zoneError} className="col-span-2 @sm:col-span-1">
          {(ids) => <ZoneSelect {...ids} value={zone.field.value} onValueChange={zone.field.onChange} />}
        </Field>
      </div>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 font-medium text-ink text-row">Working days</legend>
        <div className="flex flex-wrap gap-1">
          {days.map(({ day, short, long }) => {
            const on = chosen.field.value.includes(day);
            return (
              <button
                key={day}
                type="button"
                aria-label={long}
                aria-pressed={on}
                onClick={() => flip(day)}
                className={cn(
                  "h-8 w-12 rounded-control border font-medium text-row transition-colors duration-150",
                  on ? "border-accent bg-accent-soft text-accent-ink" : "border-control/60 text-ink-2 hover:bg-hover",
                )}
              >
                {short}
              </button>
            );
          })}
        </div>
        {daysError ? (
          <p role="alert" className="text-meta text-stop">
            {daysError}
          </p>
        ) : (
          <p className="text-ink-3 text-meta">Outside these hours approved messages wait for the next opening.</p>
        )}
      </fieldset>
    </div>
  );
}
