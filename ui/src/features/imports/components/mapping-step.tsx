import { useQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import { useState } from "react";
import { describeProblem } from "@/api/problem";
import type { ImportPreview, ImportReport, LeadField } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/lib/hotkeys";
import { count, plural } from "@/lib/words";
import { assign } from "../lead-fields";
import { previewQuery, useCommitImport } from "../requests";
import { MappingTable } from "./mapping-table";
import { RejectedRows } from "./rejected-rows";

interface MappingStepProps {
  opened: ImportPreview;
  onBack: () => void;
  onDone: (report: ImportReport) => void;
}

/** What the file brings, before anything is stored. */
export function MappingStep({ opened, onBack, onDone }: MappingStepProps) {
  const [fields, setFields] = useState<readonly LeadField[]>(opened.columns.map((column) => column.field));
  const preview = useQuery(previewQuery(opened, fields));
  const commit = useCommitImport();
  const shown = preview.data ?? opened;
  const counting = preview.isFetching;
  const problem = commit.error ?? preview.error;
  const blocked = counting || preview.isError || shown.accepted === 0;
  const submit = () => commit.mutate({ id: opened.id, fields }, { onSuccess: onDone });
  useCommand("form.save", submit, !blocked && !commit.isPending);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FileText aria-hidden className="size-5 text-ink-3" strokeWidth={1.75} />
        <div className="min-w-0 grow basis-40">
          <p className="truncate font-medium text-ink text-read">{opened.file_name}</p>
          <p className="tabular text-ink-3 text-meta">
            {plural(opened.rows, "row")} · {opened.encoding} · {sayDelimiter(opened.delimiter)}
          </p>
        </div>
        <Button variant="ghost" onClick={onBack}>
          Choose another file
        </Button>
        <Button
          variant="primary"
          command="form.save"
          showKeys
          busy={commit.isPending}
          disabled={blocked}
          onClick={submit}
        >
          {commit.isPending ? "Importing" : `Import ${plural(shown.accepted, "lead")}`}
        </Button>
      </div>
      {problem !== null && (
        <Callout meaning="stop" title={describeProblem(problem).title}>
          {describeProblem(problem).detail}
        </Callout>
      )}
      {shown.warnings.map((warning) => (
        <Callout key={warning} meaning="wait">
          {warning}
        </Callout>
      ))}
      <p role="status" className="tabular text-ink-2 text-row">
        {counting ? (
          "Counting again"
        ) : (
          <>
            <strong className="font-semibold text-ink">{count(shown.accepted)}</strong> of {plural(opened.rows, "row")}{" "}
            can be taken with this mapping.
          </>
        )}
      </p>
      <MappingTable
        columns={opened.columns}
        fields={fields}
        onField={(index, field) => {
          commit.reset();
          setFields(assign(fields, index, field));
        }}
      />
      <RejectedRows rejected={shown.rejected} total={shown.rejected_count} />
    </div>
  );
}

function sayDelimiter(delimiter: string): string {
  const names: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" };
  return `separated by ${names[delimiter] ?? delimiter}`;
}
