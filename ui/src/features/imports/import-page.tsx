/** A file of people: choose, check the mapping, import, see what came of it. */
import { useRouter } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { describeProblem } from "@/api/problem";
import type { ImportReport } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Page, PageBody } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/lib/hotkeys";
import { DemoLeads } from "./components/demo-leads";
import { DropZone } from "./components/drop-zone";
import { MappingStep } from "./components/mapping-step";
import { ReportStep } from "./components/report-step";
import { useOpenFile } from "./requests";

interface Done {
  report: ImportReport;
  importId: string | null;
}

export function ImportPage() {
  const router = useRouter();
  const open = useOpenFile();
  const [done, setDone] = useState<Done | null>(null);
  const again = () => {
    setDone(null);
    open.reset();
  };
  const back = () => (open.data || done ? again() : router.history.push("/leads"));
  useCommand("list.back", back);
  return (
    <Page
      header={
        <header className="flex min-h-14 shrink-0 items-center gap-3 border-line border-b px-6 py-2.5">
          <Button variant="ghost" size="icon" hint="Back" command="list.back" onClick={back} className="-ml-2">
            <ArrowLeft aria-hidden />
          </Button>
          <h1 className="font-semibold text-ink text-title tracking-[-0.01em]">
            {done ? "Import finished" : open.data ? "Check the columns" : "Import leads"}
          </h1>
        </header>
      }
    >
      <PageBody>
        {done ? (
          <ReportStep report={done.report} importId={done.importId} onAgain={again} />
        ) : open.data ? (
          <MappingStep
            key={open.data.id}
            opened={open.data}
            onBack={again}
            onDone={(report) => setDone({ report, importId: open.data.id })}
          />
        ) : (
          <div className="flex flex-col gap-4">
            {open.isError && (
              <Callout meaning="stop" title={describeProblem(open.error).title}>
                {describeProblem(open.error).detail}
              </Callout>
            )}
            <DropZone busy={open.isPending} onFile={(file) => open.mutate(file)} />
            <DemoLeads onDone={(report) => setDone({ report, importId: null })} />
          </div>
        )}
      </PageBody>
    </Page>
  );
}
