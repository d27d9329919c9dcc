import { useQuery } from "@tanstack/react-query";
import { describeProblem } from "@/api/problem";
import { projectQuery } from "@/api/shared-queries";
import type { Backtest } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { plural } from "@/lib/words";
import { sayChanges } from "../backtest-words";
import { useApplyBacktest } from "../queries";

/** Says exactly what changes, before it does. */
export function ApplyDialog({ backtest, onClose }: { backtest: Backtest; onClose: () => void }) {
  const project = useQuery(projectQuery);
  const apply = useApplyBacktest();
  const changes = project.data ? sayChanges(project.data, backtest) : [];
  const { newly_in, newly_out } = backtest.summary;
  const problem = apply.isError ? describeProblem(apply.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Apply ${backtest.name}`}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Change nothing
          </Button>
          <Button
            variant="primary"
            busy={apply.isPending}
            disabled={!project.data}
            onClick={() => apply.mutate(backtest.id, { onSuccess: onClose })}
          >
            Apply to project and {plural(backtest.total, "lead")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-row">
        {problem && (
          <Callout meaning="stop" title={problem.title}>
            {problem.detail}
          </Callout>
        )}
        <section aria-label="In the project">
          <h3 className="mb-1 font-medium text-ink">In the project</h3>
          <ul className="list-disc pl-5 text-ink-2">
            {changes.length === 0 ? (
              <li>Nothing: it is judged like this already.</li>
            ) : (
              changes.map((change) => <li key={change}>{change}</li>)
            )}
          </ul>
        </section>
        <section aria-label="On the leads">
          <h3 className="mb-1 font-medium text-ink">On the leads that were tried</h3>
          <ul className="list-disc pl-5 text-ink-2">
            <li>Each takes the verdict and the score it got here.</li>
            {newly_in > 0 && <li>{plural(newly_in, "lead comes", "leads come")} in: the next run drafts for them.</li>}
            {newly_out > 0 && (
              <li>
                {plural(newly_out, "lead drops", "leads drop")} out: nothing new is written to them. Drafts that wait in
                the queue stay there for you.
              </li>
            )}
            <li>What was approved or sent stays as it is.</li>
          </ul>
        </section>
      </div>
    </Dialog>
  );
}
