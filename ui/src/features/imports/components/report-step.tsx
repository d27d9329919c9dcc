import { Link } from "@tanstack/react-router";
import { CircleCheck, Download } from "lucide-react";
import type { ImportReport } from "@/api/types";
import { Button, buttonLook } from "@/components/ui/button";
import { count } from "@/lib/words";
import { useSaveErrors } from "../requests";
import { RejectedRows } from "./rejected-rows";

interface ReportStepProps {
  report: ImportReport;
  /** The import whose rejected rows can be saved; none for demo leads. */
  importId: string | null;
  onAgain: () => void;
}

/** What was stored, and what comes next. */
export function ReportStep({ report, importId, onAgain }: ReportStepProps) {
  const save = useSaveErrors();
  const numbers = [
    { label: "New leads", value: report.created },
    { label: "Completed", value: report.merged },
    { label: "Known already", value: report.duplicates },
    { label: "Rejected", value: report.rejected_count },
  ];
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="flex items-start gap-3">
        <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-go" strokeWidth={1.75} />
        <p className="text-ink text-read">{report.sentence}</p>
      </div>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-panel border border-line bg-line rail:grid-cols-4">
        {numbers.map(({ label, value }) => (
          <div key={label} className="bg-surface px-4 py-3">
            <dt className="text-ink-3 text-meta">{label}</dt>
            <dd className="tabular font-semibold text-ink text-title">{count(value)}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        <Link to="/leads" search={{ source: report.source_id }} className={buttonLook({ variant: "primary" })}>
          Show these leads
        </Link>
        <Link to="/pipeline" className={buttonLook({ variant: "secondary" })}>
          {report.run_id ? "Watch the run" : "Run the pipeline"}
        </Link>
        {importId && report.rejected_count > 0 && (
          <Button icon={<Download aria-hidden />} busy={save.isPending} onClick={() => save.mutate(importId)}>
            Save the rejected rows
          </Button>
        )}
        <Button variant="ghost" onClick={onAgain}>
          Import another file
        </Button>
      </div>
      {importId && report.rejected_count > 0 && (
        <p className="text-ink-2 text-row">
          The saved file has each rejected row with its line and reason. Correct it there and import that file again.
        </p>
      )}
      <RejectedRows rejected={report.rejected} total={report.rejected_count} />
    </div>
  );
}
