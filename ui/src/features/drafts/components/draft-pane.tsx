import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { hasCode } from "@/api/problem";
import type { ApprovalResult, DraftDetail, DraftVariant } from "@/api/types";
import { TextDiff } from "@/components/data/text-diff";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Keys } from "@/components/ui/kbd";
import { Badge } from "@/components/ui/pill";
import { Segmented } from "@/components/ui/segmented";
import { useCommand } from "@/lib/hotkeys";
import { NARROW, useMedia } from "@/lib/use-media";
import { hasWords } from "@/lib/words";
import { useApprove, useReject, useRewrite, useSaveText } from "../mutations";
import { draftQuery } from "../queries";
import { type Letter, useSeenText } from "../seen-text";
import { ActPreview } from "./act-preview";
import { ApproveProblem, ChangedNotice } from "./approve-problem";
import { DraftEditor } from "./draft-editor";
import { MessagePreview } from "./message-preview";
import { Origin } from "./origin";
import { PaneFooter } from "./pane-footer";
import { RejectForm } from "./reject-form";

interface DraftPaneProps {
  draft: DraftDetail;
  /** Rows are selected: keys decide about them, not about this draft. */
  selecting: boolean;
  onShown: (variant: DraftVariant) => void;
  onApproved: (result: ApprovalResult) => void;
  onRejected: (reason: string) => void;
  onRewritten: (fresh: DraftDetail) => void;
  onWhy: () => void;
}

/** One draft, up for its decision. Mount it with `key={draft.id}`: everything here is about this one text. */
export function DraftPane({ draft, selecting, onShown, onApproved, onRejected, onRewritten, onWhy }: DraftPaneProps) {
  const client = useQueryClient();
  const narrow = useMedia(NARROW);
  const [doing, setDoing] = useState<"reading" | "editing" | "rejecting" | "comparing">("reading");
  const text = useSeenText(draft);
  const approve = useApprove();
  const reject = useReject();
  const rewrite = useRewrite();
  const save = useSaveText();
  const shown = text?.shown;
  const busy = approve.isPending || reject.isPending || rewrite.isPending;
  const worded = hasWords(draft.action);
  const free = doing !== "editing" && doing !== "rejecting" && !busy;

  const sayYes = (again = false) => {
    if (!shown || !text || busy || text.changedTo || draft.blocked) return;
    approve.mutate(
      { id: shown.id, fingerprint: shown.fingerprint, again },
      {
        onSuccess: onApproved,
        onError: async (error) => {
          if (!hasCode(error, "draft_changed")) return;
          text.refusedWith(await client.fetchQuery({ ...draftQuery(draft.id), staleTime: 0 }));
        },
      },
    );
  };
  const sayNo = (reason: string) => reject.mutate({ id: draft.id, reason }, { onSuccess: () => onRejected(reason) });
  const writeAnew = () => rewrite.mutate(draft.id, { onSuccess: onRewritten });
  const show = (letter: Letter) => {
    const variant = draft.variants.find((one) => one.variant === letter);
    if (!variant || !text) return;
    text.show(letter);
    approve.reset();
    onShown(variant);
  };

  const several = draft.variants.length > 1;
  useCommand("queue.approve", () => sayYes(), free && !selecting);
  useCommand("queue.edit", () => setDoing("editing"), free && worded);
  useCommand("queue.reject", () => setDoing("rejecting"), free);
  useCommand("queue.rewrite", writeAnew, free && worded);
  useCommand("queue.variant_1", () => show("A"), free && several);
  useCommand("queue.variant_2", () => show("B"), free && several);
  useCommand(
    "queue.machine_text",
    () => setDoing(doing === "comparing" ? "reading" : "comparing"),
    free && shown?.edited === true,
  );
  useCommand("list.back", () => setDoing("reading"), doing === "comparing");

  if (!text || !shown) return null;
  const failed = approve.error && !hasCode(approve.error, "draft_changed") ? approve.error : null;
  return (
    <div className="flex min-w-0 grow flex-col">
      <div className="relative min-h-0 grow overflow-y-auto px-4 py-5 inspect:px-6">
        <article aria-label={`Draft to ${draft.lead.name}`} className="mx-auto flex max-w-[680px] flex-col gap-4">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <div className="min-w-0 grow">
              <h2 className="truncate font-semibold text-ink text-section">{draft.lead.name}</h2>
              <p className="truncate text-ink-2 text-row">
                {[draft.lead.role, draft.lead.company].filter(Boolean).join(" at ")}
              </p>
            </div>
            {narrow && (
              <Button size="small" variant="ghost" command="queue.why" showKeys onClick={onWhy}>
                Why
              </Button>
            )}
            {draft.mode === "assisted" && <Badge>You press the last key</Badge>}
            {shown.edited && (
              <Segmented
                label="Text"
                value={doing === "comparing" ? "machine" : "yours"}
                onValueChange={(view) => setDoing(view === "machine" ? "comparing" : "reading")}
                options={[
                  { value: "yours", label: "Your edit" },
                  { value: "machine", label: "Machine's text" },
                ]}
              />
            )}
            {several && (
              <Segmented
                label="Variant"
                value={shown.variant}
                onValueChange={show}
                options={draft.variants.map((one) => ({
                  value: one.variant,
                  label: (
                    <>
                      Variant {one.variant}
                      <Keys command={one.variant === "A" ? "queue.variant_1" : "queue.variant_2"} />
                    </>
                  ),
                }))}
              />
            )}
          </div>
          {draft.blocked && <Callout meaning="stop" title={draft.blocked} />}
          {failed && (
            <ApproveProblem
              error={failed}
              name={draft.lead.name}
              busy={approve.isPending}
              onAgain={() => sayYes(true)}
              onDismiss={() => approve.reset()}
            />
          )}
          {text.changedTo ? (
            <ChangedNotice
              before={shown}
              after={text.changedTo}
              onReadAgain={() => {
                if (text.changedTo) onShown(text.changedTo);
                text.readAgain();
                approve.reset();
              }}
            />
          ) : doing === "editing" ? (
            <DraftEditor
              draft={draft}
              variant={shown}
              busy={save.isPending}
              onCancel={() => setDoing("reading")}
              onSave={(next) =>
                save.mutate(
                  { id: shown.id, ...next },
                  {
                    onSuccess: (fresh) => {
                      text.saved(fresh);
                      onShown(fresh);
                      setDoing("reading");
                    },
                  },
                )
              }
            />
          ) : doing === "comparing" ? (
            <section
              aria-label="Your edit beside the machine's text"
              className="rounded-panel border border-line bg-surface p-4"
            >
              <p className="mb-3 text-ink-3 text-meta">Struck out: the machine's words. Underlined: yours.</p>
              {shown.machine_subject !== shown.subject && (
                <div className="mb-3 font-medium">
                  <TextDiff label="Subject" before={shown.machine_subject ?? ""} after={shown.subject ?? ""} />
                </div>
              )}
              <TextDiff label="Text" before={shown.machine_body} after={shown.body} />
            </section>
          ) : !worded ? (
            <ActPreview draft={draft} />
          ) : (
            <>
              <MessagePreview draft={draft} variant={shown} />
              <Origin draft={draft} variant={shown} />
            </>
          )}
        </article>
      </div>
      {doing === "rejecting" && (
        <RejectForm
          name={draft.lead.name}
          busy={reject.isPending}
          onReject={sayNo}
          onCancel={() => setDoing("reading")}
        />
      )}
      {(doing === "reading" || doing === "comparing") && (
        <PaneFooter
          consequence={worded ? draft.consequence : `Approve ${draft.action}`}
          worded={worded}
          blocked={draft.blocked != null || text.changedTo !== null}
          selecting={selecting}
          approving={approve.isPending}
          rewriting={rewrite.isPending}
          onApprove={() => sayYes()}
          onEdit={() => setDoing("editing")}
          onReject={() => setDoing("rejecting")}
          onRewrite={writeAnew}
        />
      )}
    </div>
  );
}
