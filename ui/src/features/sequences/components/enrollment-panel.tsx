/** One lead in the sequence: what was done, what is ahead. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { EnrollmentDetail, EnrollmentRow, ExecutionView } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Section } from "@/components/layout/page";
import { TurnButtons } from "@/components/sequence/turn-buttons";
import { buttonLook } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { sayEnrollment, sayOutcome } from "@/lib/meaning";
import { enrollmentQuery } from "../queries";

interface EnrollmentPanelProps {
  id: string;
  onTakeOut: (row: EnrollmentRow) => void;
}

export function EnrollmentPanel({ id, onTakeOut }: EnrollmentPanelProps) {
  const { data, error, refetch } = useQuery(enrollmentQuery(id));
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} label="Loading the lead" />;
  const { row } = data;
  return (
    <>
      <div className="border-line border-b px-4 py-4">
        <div className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            <h2 className="truncate font-semibold text-ink text-section">{row.lead_name}</h2>
            <p className="truncate text-ink-2 text-row">{row.company}</p>
          </div>
          <StatePill said={sayEnrollment(row.state)} />
        </div>
        <p className="mt-2 text-ink-2 text-row">{row.why}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          <Link
            to="/leads/$id"
            params={{ id: row.lead_id }}
            className={buttonLook({ variant: "secondary", size: "small" })}
          >
            Open the lead
          </Link>
          <TurnButtons row={row} onTakeOut={() => onTakeOut(row)} />
        </div>
      </div>
      <Ahead detail={data} />
      <Section title="What was done">
        {data.executions.length === 0 ? (
          <p className="text-ink-3 text-row">Nothing yet.</p>
        ) : (
          <ol className="flex flex-col gap-3">
            {[...data.executions].reverse().map((one) => (
              <Execution key={one.visit} execution={one} />
            ))}
          </ol>
        )}
      </Section>
      <Section title="In this sequence">
        <p className="tabular text-ink-2 text-row">
          Version {row.version}, since <RelativeTime at={row.enrolled_at} />
        </p>
      </Section>
    </>
  );
}

function Ahead({ detail: { ahead } }: { detail: EnrollmentDetail }) {
  if (ahead.length === 0) return null;
  return (
    <Section title="What is ahead">
      <ol className="flex flex-col gap-1.5">
        {ahead.map((one) => (
          <li key={one.step} className="flex items-baseline gap-3 text-row">
            <span className="min-w-0 grow truncate text-ink">{one.label}</span>
            <span className="shrink-0 text-ink-3 text-meta">
              {one.at ? <RelativeTime at={one.at} style="when" /> : "depends"}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Execution({ execution }: { execution: ExecutionView }) {
  const { label, outcome, reason, started_at, finished_at, delivery_id, draft_id } = execution;
  return (
    <li className="text-row">
      <span className="flex items-center gap-2">
        <span className="min-w-0 grow truncate text-ink">{label}</span>
        <StatePill said={sayOutcome(outcome)} />
      </span>
      <span className="flex flex-wrap items-baseline gap-x-3 text-ink-3 text-meta">
        <RelativeTime at={finished_at ?? started_at} />
        {delivery_id ? (
          <Link to="/deliveries" search={{ id: delivery_id }} className="text-accent-ink hover:underline">
            Delivery
          </Link>
        ) : (
          draft_id && (
            <Link to="/queue" search={{ id: draft_id }} className="text-accent-ink hover:underline">
              Draft
            </Link>
          )
        )}
      </span>
      {reason && <span className="block text-ink-2 text-meta">{reason}</span>}
    </li>
  );
}
