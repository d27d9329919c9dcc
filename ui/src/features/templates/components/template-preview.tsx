/** The template as one person would read it, made by the same code that writes drafts. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { describeProblem } from "@/api/problem";
import type { TemplatePreview } from "@/api/types";
import { MeaningIcon } from "@/components/ui/pill";
import { Select } from "@/components/ui/select";
import { asSentence } from "@/lib/sentence";
import { count, paragraphs } from "@/lib/words";
import { previewQuery, readersQuery, type TemplateAnswers } from "../queries";

const SETTLE_MS = 300;
const MADE_UP = "made-up";

export function TemplatePreviewPane({ words }: { words: TemplateAnswers }) {
  const [reader, setReader] = useState(MADE_UP);
  const readers = useQuery(readersQuery);
  const text = JSON.stringify({
    channel: words.channel,
    variant: words.variant,
    subject: words.channel === "email" ? (words.subject ?? "") : null,
    body: words.body,
  });
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const preview = useQuery({
    ...previewQuery(JSON.parse(settled), reader === MADE_UP ? null : reader),
    enabled: words.body.trim() !== "",
    placeholderData: (before) => before,
  });
  return (
    <section
      aria-label="Preview"
      className="flex shrink-0 flex-col border-line border-t bg-surface inspect:w-[380px] inspect:overflow-y-auto inspect:border-t-0 inspect:border-l"
    >
      <div className="flex items-center gap-3 border-line border-b px-4 py-2">
        <h2 className="shrink-0 font-semibold text-ink text-row">How it reads</h2>
        <Select
          aria-label="Who reads it"
          className="ml-auto w-52"
          value={reader}
          onValueChange={setReader}
          options={[
            { value: MADE_UP, label: "A made-up person" },
            ...(readers.data?.items ?? []).map((lead) => ({
              value: lead.id,
              label: lead.company ? `${lead.name}, ${lead.company}` : lead.name,
            })),
          ]}
        />
      </div>
      <div aria-live="polite" className="flex flex-col gap-4 p-4">
        {words.body.trim() === "" ? (
          <p className="text-ink-2 text-row">Write the message, or start from the built-in text.</p>
        ) : preview.isError ? (
          <p className="text-ink-2 text-row">
            No preview. {asSentence(describeProblem(preview.error).detail ?? describeProblem(preview.error).title)}
          </p>
        ) : (
          preview.data && <Shown preview={preview.data} channel={words.channel} />
        )}
      </div>
    </section>
  );
}

function Shown({ preview, channel }: { preview: TemplatePreview; channel: TemplateAnswers["channel"] }) {
  return (
    <>
      <Problems preview={preview} />
      {preview.body !== null && (
        <div className="overflow-hidden rounded-panel border border-line">
          {channel === "email" ? (
            <div className="bg-canvas p-4">
              <p className="mb-2 border-line border-b pb-2 font-semibold text-ink text-read">
                {preview.subject || "No subject"}
              </p>
              <p className="whitespace-pre-wrap break-words text-ink text-read">{preview.body}</p>
            </div>
          ) : (
            <div className="flex flex-col items-end gap-1 bg-sunken p-4">
              {paragraphs(preview.body).map((bubble, index) => (
                <p
                  // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of one text, in their order
                  key={index}
                  className="max-w-full whitespace-pre-wrap break-words rounded-panel bg-bubble px-3 py-1.5 text-ink text-read"
                >
                  {bubble}
                </p>
              ))}
            </div>
          )}
        </div>
      )}
      <Length preview={preview} />
    </>
  );
}

function Problems({ preview }: { preview: TemplatePreview }) {
  if (preview.problems.length === 0) {
    return (
      <p className="flex items-center gap-1.5 text-ink-2 text-meta">
        <MeaningIcon meaning="go" />
        Could be drafted for {preview.lead_name} as it is.
      </p>
    );
  }
  return (
    <ul aria-label="What stands in the way" className="flex flex-col gap-1.5">
      {preview.problems.map((problem) => (
        <li key={`${problem.kind}-${problem.sentence}`} className="flex items-start gap-1.5 text-row text-stop">
          <MeaningIcon meaning="stop" className="mt-[3px]" />
          {asSentence(problem.sentence)}
        </li>
      ))}
    </ul>
  );
}

function Length({ preview }: { preview: TemplatePreview }) {
  if (!preview.limit) return null;
  const { used, max, unit } = preview.limit;
  const over = max !== null && used > max;
  return (
    <p className={`tabular text-meta ${over ? "font-medium text-stop" : "text-ink-3"}`}>
      {max === null ? `${count(used)} ${unit}` : `${count(used)} of ${count(max)} ${unit}`}
      {over && ", too long for this channel"}
    </p>
  );
}
