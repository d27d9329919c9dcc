/** How to reach a person, and what is known of each handle: it is there, it is free, or it cannot be said. */
import { RotateCw } from "lucide-react";
import type { HandleCheck, LeadDetail } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { RelativeTime } from "@/components/data/relative-time";
import { Button } from "@/components/ui/button";
import { MeaningIcon } from "@/components/ui/pill";
import type { Meaning } from "@/lib/meaning";
import { asSentence } from "@/lib/sentence";
import { channelName } from "@/lib/words";
import { useCheckHandles } from "../mutations";

export function Handles({ lead }: { lead: LeadDetail }) {
  if (lead.handles.length === 0) return <p className="text-ink-3 text-row">No way to reach them is known.</p>;
  return (
    <ul className="flex flex-col gap-1.5">
      {lead.handles.map((handle) => {
        const check = lead.checks.find((one) => one.kind === handle.kind && one.value === handle.value);
        return (
          <li key={`${handle.kind}-${handle.value}`}>
            <a
              href={handle.url}
              target="_blank"
              rel="noreferrer noopener"
              aria-label={`${channelName(handle.kind)}: ${handle.value}`}
              className="inline-flex max-w-full items-center gap-2 rounded-[4px] py-0.5 text-accent-ink text-row hover:underline"
            >
              <ChannelIcon channel={handle.kind} bare />
              <span className="truncate">{handle.value.replace(/^https?:\/\/(www\.)?/u, "").replace(/\/$/u, "")}</span>
            </a>
            {check && <Checked check={check} />}
          </li>
        );
      })}
    </ul>
  );
}

function meaningOf(ok: boolean | null): Meaning {
  if (ok === null) return "unknown";
  return ok ? "go" : "stop";
}

function Checked({ check }: { check: HandleCheck }) {
  return (
    <p className="flex items-start gap-1.5 pl-6 text-ink-2 text-meta">
      <MeaningIcon meaning={meaningOf(check.ok)} className="mt-px size-3" />
      <span>
        {asSentence(check.sentence)}{" "}
        <span className="text-ink-3">
          <RelativeTime at={check.at} />
        </span>
      </span>
    </p>
  );
}

/** True when there is a handle that can be looked at from outside. */
export function canCheck(lead: LeadDetail): boolean {
  return lead.handles.some((handle) => handle.kind === "telegram" || handle.kind === "email");
}

export function CheckNow({ lead }: { lead: LeadDetail }) {
  const check = useCheckHandles(lead.id);
  if (!canCheck(lead)) return null;
  return (
    <Button
      size="small"
      variant="ghost"
      icon={<RotateCw aria-hidden />}
      command="leads.check"
      hint="Asks Telegram's public page and the mail domain. Nothing is sent to the person."
      busy={check.isPending}
      onClick={() => check.mutate()}
      className="-mr-2"
    >
      {check.isPending ? "Checking" : "Check now"}
    </Button>
  );
}
