/** Asking Apollo about people: the price first, then a yes, then the credits. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { toast } from "sonner";
import { describeProblem, hasCode } from "@/api/problem";
import { Callout } from "@/components/feedback/callout";
import { Button, buttonLook } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { plural } from "@/lib/words";
import { useEnrich } from "../mutations";
import { estimateQuery } from "../queries";

interface EnrichDialogProps {
  people: { ids: readonly string[]; name: string };
  onClose: () => void;
  onDone: () => void;
}

export function EnrichDialog({ people, onClose, onDone }: EnrichDialogProps) {
  const estimate = useQuery(estimateQuery(people.ids));
  const enrich = useEnrich();
  const failed = estimate.error ?? enrich.error;
  const problem = failed ? describeProblem(failed) : null;
  const credits = estimate.data?.credits ?? 0;
  const submit = () =>
    enrich.mutate(
      { lead_ids: people.ids, credits },
      {
        onSuccess: (report) => {
          toast(report.sentence);
          onClose();
          onDone();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Ask Apollo about ${people.name}`}
      description="Apollo gets the name, company and handles, and answers with role, company facts and contact details."
      footer={
        <>
          <Button onClick={onClose}>Spend nothing</Button>
          <Button variant="primary" autoFocus busy={enrich.isPending} disabled={!estimate.data} onClick={submit}>
            {!estimate.data
              ? "Ask Apollo"
              : credits === 0
                ? "Ask, costs nothing"
                : `Spend ${plural(credits, "credit")}`}
          </Button>
        </>
      }
    >
      {problem ? (
        <Callout
          meaning="stop"
          title={problem.title}
          action={
            hasCode(failed, "apollo_not_connected") && (
              <Link to="/settings/channels" className={buttonLook({ variant: "secondary", size: "small" })}>
                Enter the Apollo key
              </Link>
            )
          }
        >
          {problem.detail}
        </Callout>
      ) : estimate.data ? (
        <p className="tabular text-ink text-row">
          At most {plural(credits, "credit")}.
          {estimate.data.known > 0 &&
            ` ${plural(estimate.data.known, "person was", "people were")} bought before and cost nothing again.`}{" "}
          Somebody Apollo does not find costs nothing.
        </p>
      ) : (
        <Skeleton className="w-48" />
      )}
    </Dialog>
  );
}
