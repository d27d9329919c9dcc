/** The credits, said before they are spent and confirmed by a human. */
import { useState } from "react";
import { toast } from "sonner";
import { describeProblem } from "@/api/problem";
import type { DirectoryEntry, Source } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { plural } from "@/lib/words";
import { useReveal } from "../queries";

interface RevealBarProps {
  source: Source;
  picked: readonly DirectoryEntry[];
  perMatch: number;
  onDone: () => void;
  onClear: () => void;
}

export function RevealBar({ source, picked, perMatch, onDone, onClear }: RevealBarProps) {
  const [asking, setAsking] = useState(false);
  if (picked.length === 0) return null;
  const known = picked.filter((entry) => entry.known).length;
  const credits = (picked.length - known) * perMatch;
  const deed = `Reveal ${plural(picked.length, "person", "people")} for ${plural(credits, "credit")}`;
  return (
    <div
      role="toolbar"
      aria-label="Ticked people"
      className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-line border-t bg-accent-soft px-6 py-2"
    >
      <span className="tabular mr-auto text-accent-ink text-row">
        {plural(picked.length, "person", "people")} ticked
        {known > 0 && `, ${known} known already`}
      </span>
      <Button size="small" variant="ghost" onClick={onClear}>
        Untick all
      </Button>
      <Button size="small" variant="primary" onClick={() => setAsking(true)}>
        {deed}
      </Button>
      {asking && (
        <Confirm
          source={source}
          picked={picked}
          known={known}
          credits={credits}
          deed={deed}
          onClose={() => setAsking(false)}
          onDone={onDone}
        />
      )}
    </div>
  );
}

interface ConfirmProps {
  source: Source;
  picked: readonly DirectoryEntry[];
  known: number;
  credits: number;
  deed: string;
  onClose: () => void;
  onDone: () => void;
}

function Confirm({ source, picked, known, credits, deed, onClose, onDone }: ConfirmProps) {
  const reveal = useReveal();
  const submit = () =>
    reveal.mutate(
      { source_id: source.id, ids: picked.map((entry) => entry.id), credits },
      {
        onSuccess: (report) => {
          toast(report.sentence);
          onClose();
          onDone();
        },
      },
    );
  const problem = reveal.isError ? describeProblem(reveal.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${deed}?`}
      description={
        credits === 0
          ? "You have bought all of them before, so this costs nothing. They become leads, or complete the ones you have."
          : `Apollo takes ${plural(credits, "credit")} from your account, at most. ${known > 0 ? `${plural(known, "person is", "people are")} known already and cost${known === 1 ? "s" : ""} nothing again. ` : ""}They become leads, or complete the ones you have.`
      }
      footer={
        <>
          <Button onClick={onClose}>Spend nothing</Button>
          <Button variant="primary" autoFocus busy={reveal.isPending} onClick={submit}>
            {credits === 0 ? "Add them" : `Spend ${plural(credits, "credit")}`}
          </Button>
        </>
      }
    >
      {problem && (
        <Callout meaning="stop" title={problem.title}>
          {problem.detail}
        </Callout>
      )}
    </Dialog>
  );
}
