import { useMutation } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useWatch } from "react-hook-form";
import { api } from "@/api/client";
import type { ChannelView, LimitLine } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { LimitMeter, LimitWait } from "@/components/limits/limit-meter";
import { type Line, sameLimits, sayPace, usualLimits } from "@/components/project/limit-lines";
import { LineFields } from "@/components/project/line-fields";
import { useAnswers } from "@/components/project/use-answers-form";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

interface LimitRowProps {
  line: Line;
  /** Today's use, once the server said it. */
  today: LimitLine | undefined;
}

/** One line of the limits: its pace in words, today's use, and the fields when it is opened. */
export function LimitRow({ line, today }: LimitRowProps) {
  const { control, formState, setValue } = useAnswers();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const limits = useWatch({ control, name: `outreach.${line.name}` });
  const wrong = formState.errors.outreach?.[line.name] !== undefined;
  const shown = open || wrong;
  const usual = usualLimits[line.name];
  const restore = () =>
    setValue(`outreach.${line.name}`, usual, { shouldDirty: true, shouldValidate: true, shouldTouch: true });
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="grid grid-cols-[minmax(0,1fr)_168px] items-start gap-x-4 px-4 py-3">
        <div className="min-w-0">
          <button
            type="button"
            aria-expanded={shown}
            aria-controls={panel}
            onClick={() => setOpen(!shown)}
            className="-ml-1 flex max-w-full items-center gap-2 rounded-control py-0.5 pr-1 pl-1 text-left hover:bg-hover"
          >
            <ChevronRight
              aria-hidden
              className={cn("size-4 shrink-0 text-ink-3 transition-transform duration-150", shown && "rotate-90")}
            />
            <ChannelIcon channel={line.channel} bare />
            <span className="font-medium text-ink text-row">{line.title}</span>
          </button>
          <p className="tabular mt-0.5 pl-[22px] text-ink-2 text-meta">{sayPace(limits)}</p>
          {today?.ramp && <p className="tabular pl-[22px] text-ink-3 text-meta">{today.ramp}</p>}
          {today && <LimitWait line={today} className="pl-[22px]" />}
        </div>
        {today && <LimitMeter line={today} label={line.title} />}
      </div>
      {today?.failing && <Failing line={line} />}
      <div id={panel} hidden={!shown} className="flex flex-col gap-4 px-4 pb-4 pl-[38px]">
        {shown && <LineFields line={line.name} />}
        {shown && !sameLimits(limits, usual) && (
          <p className="tabular flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-3 text-meta">
            <span>Usually {sayPace(usual)}.</span>
            <Button variant="link" size="small" onClick={restore}>
              Back to the usual
            </Button>
          </p>
        )}
      </div>
    </li>
  );
}

/** A channel that stopped by itself after failures in a row, and the way on. */
function Failing({ line }: { line: Line }) {
  const resume = useMutation({
    mutationFn: () => api.post<ChannelView>(`/api/channels/${line.channel}/resume`),
    meta: { invalidates: ["limits", "channels", "status", "dashboard", "deliveries", "preview"] },
  });
  return (
    <div className="mx-4 mb-3 ml-[38px] flex flex-wrap items-center justify-between gap-2 rounded-control bg-stop-soft px-3 py-2">
      <span className="text-ink text-meta">It stopped by itself. Mend what failed, then let it go on.</span>
      <Button size="small" busy={resume.isPending} onClick={() => resume.mutate()}>
        Resume channel
      </Button>
    </div>
  );
}
