import { describeProblem, hasCode } from "@/api/problem";
import type { DraftVariant } from "@/api/types";
import { TextDiff } from "@/components/data/text-diff";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";

interface ChangedNoticeProps {
  before: DraftVariant;
  after: DraftVariant;
  onReadAgain: () => void;
}

/** The text changed after it was read: shows what changed, and asks to read it before the next yes. */
export function ChangedNotice({ before, after, onReadAgain }: ChangedNoticeProps) {
  return (
    <section aria-label="The draft changed" className="flex flex-col gap-3">
      <Callout
        meaning="wait"
        title="This draft changed after you opened it. Nothing was approved."
        action={
          <Button size="small" onClick={onReadAgain}>
            I have read the new text
          </Button>
        }
      >
        Read what changed, then approve again.
      </Callout>
      <div className="rounded-panel border border-line bg-surface p-4">
        {before.subject !== after.subject && (
          <div className="mb-3 font-medium">
            <TextDiff label="Changed subject" before={before.subject ?? ""} after={after.subject ?? ""} />
          </div>
        )}
        <TextDiff label="Changed text" before={before.body} after={after.body} />
      </div>
    </section>
  );
}

interface ApproveProblemProps {
  error: unknown;
  name: string;
  busy: boolean;
  onAgain: () => void;
  onDismiss: () => void;
}

/** Why the approval was refused; a second first-message asks for its explicit yes here. */
export function ApproveProblem({ error, name, busy, onAgain, onDismiss }: ApproveProblemProps) {
  const { title, detail } = describeProblem(error);
  if (hasCode(error, "already_contacted")) {
    return (
      <Callout
        meaning="wait"
        title={title}
        action={
          <>
            <Button size="small" variant="danger" busy={busy} onClick={onAgain}>
              Yes, write to {name} again
            </Button>
            <Button size="small" variant="ghost" onClick={onDismiss}>
              No, leave it
            </Button>
          </>
        }
      >
        {detail}
      </Callout>
    );
  }
  return (
    <Callout
      meaning="stop"
      title={title}
      action={
        <Button size="small" variant="ghost" onClick={onDismiss}>
          Close
        </Button>
      }
    >
      {detail}
    </Callout>
  );
}
