/** The person's place in each sequence, as a small track, and what came back from them. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, ListPlus, Minus, X } from "lucide-react";
import { useState } from "react";
import type { EnrollmentDetail, EnrollmentRow, LeadDetail, Outcome } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Card } from "@/components/layout/card";
import { TakeOutDialog } from "@/components/sequence/take-out-dialog";
import { TurnButtons } from "@/components/sequence/turn-buttons";
import { Button } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { sayEnrollment, sayOutcome, sayReply } from "@/lib/meaning";
import { channelName } from "@/lib/words";
import { placesQuery, repliesQuery } from "../queries";

export function Places({ lead, onEnroll }: { lead: LeadDetail; onEnroll: () => void }) {
  const places = useQuery(placesQuery(lead.id));
  const replies = useQuery(repliesQuery(lead.id));
  const [leaving, setLeaving] = useState<EnrollmentRow | null>(null);
  const able = lead.status !== "suppressed";
  return (
    <Card
      title="Sequences"
      aside={
        able && (
          <Button size="small" icon={<ListPlus aria-hidden />} command="leads.enroll" onClick={onEnroll}>
            Enroll in
          </Button>
        )
      }
    >
      {places.isError ? (
        <ProblemNotice error={places.error} onRetry={() => void places.refetch()} />
      ) : places.isPending ? (
        <Skeleton className="h-12 w-full" />
      ) : places.data.length === 0 ? (
        <p className="text-ink-3 text-row">In no sequence.</p>
      ) : (
        <ul className="flex flex-col gap-4">
          {places.data.map((place) => (
            <Place key={place.row.id} place={place} onTakeOut={() => setLeaving(place.row)} />
          ))}
        </ul>
      )}
      {replies.data && replies.data.length > 0 && (
        <ul aria-label="What came back" className="mt-4 flex flex-col gap-2 border-line border-t pt-3">
          {replies.data.map((reply) => (
            <li key={reply.id} className="flex flex-wrap items-baseline gap-x-2 text-row">
              <span className="font-medium text-ink">{sayReply(reply.kind)}</span>
              <span className="text-ink-3 text-meta">
                {channelName(reply.channel)}, <RelativeTime at={reply.at} />
              </span>
              {reply.note && <span className="basis-full text-ink-2">{reply.note}</span>}
            </li>
          ))}
        </ul>
      )}
      <TakeOutDialog rows={leaving ? [leaving] : null} onClose={() => setLeaving(null)} />
    </Card>
  );
}

function Place({ place, onTakeOut }: { place: EnrollmentDetail; onTakeOut: () => void }) {
  const { row } = place;
  return (
    <li className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Link
          to="/sequences/$id"
          params={{ id: row.sequence_id }}
          className="font-medium text-ink text-row hover:underline"
        >
          {row.sequence_name}
        </Link>
        <StatePill said={sayEnrollment(row.state)} />
        <span className="ml-auto flex gap-1">
          <TurnButtons row={row} onTakeOut={onTakeOut} />
        </span>
      </div>
      <Track place={place} />
      <p className="text-ink-2 text-meta">{row.why}</p>
    </li>
  );
}

const passed: Record<Outcome, boolean> = {
  to_write: false,
  to_approve: false,
  queued: false,
  done: true,
  yes: true,
  no: true,
  skipped: true,
  rejected: true,
  canceled: true,
};

/** What was done, where they are, and what is ahead, one behind the other. */
function Track({ place: { row, executions, ahead } }: { place: EnrollmentDetail }) {
  const done = executions.filter((one) => passed[one.outcome]);
  const underWay = executions.find((one) => !passed[one.outcome]);
  const next = ahead.filter((one) => one.step !== underWay?.step);
  return (
    <ol className="flex flex-wrap items-center gap-y-1.5">
      {done.map((one) => (
        <Spot key={`${one.visit}`} kind={one.outcome} label={one.label} said={sayOutcome(one.outcome).word} />
      ))}
      {underWay && <Spot kind="here" label={underWay.label} said={sayOutcome(underWay.outcome).word} />}
      {next.map((one, index) => (
        <Spot
          key={one.step}
          kind={!underWay && index === 0 && row.step === one.step ? "here" : "ahead"}
          label={one.label}
          at={one.at}
          said="ahead"
        />
      ))}
    </ol>
  );
}

interface SpotProps {
  kind: Outcome | "here" | "ahead";
  label: string;
  said: string;
  at?: string | null;
}

function Spot({ kind, label, said, at }: SpotProps) {
  const ahead = kind === "here" || kind === "ahead";
  const good = kind === "done" || kind === "yes" || kind === "no";
  const Icon = good ? Check : kind === "rejected" ? X : Minus;
  return (
    <li
      aria-current={kind === "here" ? "step" : undefined}
      className="inline-flex items-center after:mx-1.5 after:h-px after:w-3 after:bg-line-strong last:after:hidden"
    >
      <span
        className={cn(
          "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full border px-2 text-meta",
          kind === "here"
            ? "border-accent bg-accent-soft font-medium text-accent-ink"
            : ahead
              ? "border-line-strong border-dashed text-ink-3"
              : "border-line bg-sunken text-ink-2",
        )}
      >
        {!ahead && <Icon aria-hidden className={cn("size-3", good ? "text-go" : "text-ink-3")} strokeWidth={2.5} />}
        {label}
        {at && <RelativeTime at={at} style="when" />}
        <span className="sr-only">, {said}</span>
      </span>
    </li>
  );
}
