/** Forgetting a person: what goes, what stays and why, and whether they may come back. */
import { useId, useState } from "react";
import { describeProblem } from "@/api/problem";
import type { Erased } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { asSentence } from "@/lib/sentence";
import { useErase } from "../mutations";

interface EraseDialogProps {
  person: { id: string; name: string };
  onClose: () => void;
  onErased: () => void;
}

export function EraseDialog({ person, onClose, onErased }: EraseDialogProps) {
  const [never, setNever] = useState(true);
  const erase = useErase();
  const box = useId();
  if (erase.data) return <Done name={person.name} erased={erase.data} onClose={onErased} />;
  const problem = erase.isError ? describeProblem(erase.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Erase ${person.name}`}
      description="This cannot be undone."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep
          </Button>
          <Button
            variant="danger"
            busy={erase.isPending}
            onClick={() => erase.mutate({ id: person.id, suppress: never })}
          >
            Erase for good
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
        <section aria-label="What goes">
          <h3 className="font-medium text-ink">What goes</h3>
          <p className="text-ink-2">
            Name, handles, posts, verdicts, enrichment, drafts, the text of messages, and every log line that names
            them. Messages that wait for them are canceled.
          </p>
        </section>
        <section aria-label="What stays">
          <h3 className="font-medium text-ink">What stays</h3>
          <ul className="list-disc pl-5 text-ink-2">
            <li>Numbers without a person: how many messages went out on which day, because your limits count them.</li>
            <li>Which services were asked how often, without whom it was about.</li>
            {never && <li>Their handles on the do-not-contact list, so that no import brings them back.</li>}
            <li>Backups you made before, until you delete them. What other services keep is theirs to erase.</li>
          </ul>
        </section>
        <label htmlFor={box} className="flex items-start gap-2.5 text-ink">
          <Checkbox id={box} checked={never} onCheckedChange={setNever} className="mt-0.5" />
          <span>
            And never contact them again
            <span className="block text-ink-3 text-meta">
              Without this they can come back with the next import or search.
            </span>
          </span>
        </label>
      </div>
    </Dialog>
  );
}

function Done({ name, erased, onClose }: { name: string; erased: Erased; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${name} is erased`}
      description={asSentence(erased.sentence)}
      footer={
        <Button variant="primary" autoFocus onClick={onClose}>
          To the leads
        </Button>
      }
    >
      {erased.kept.length > 0 && (
        <section aria-label="What stayed" className="text-row">
          <h3 className="mb-1 font-medium text-ink">What stayed</h3>
          <ul className="list-disc pl-5 text-ink-2">
            {erased.kept.map((kept) => (
              <li key={kept}>{asSentence(kept)}</li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
