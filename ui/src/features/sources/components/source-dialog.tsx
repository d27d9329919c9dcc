/** Making and changing a source: a name, and what its kind needs. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, describeProblem } from "@/api/problem";
import { projectQuery } from "@/api/shared-queries";
import type { Source, SourceSettings } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { noFilter } from "../filter-words";
import { type SourceAnswers, useSaveSource } from "../queries";
import { SettingsFields } from "./settings-fields";

export type MadeKind = "x_search" | "apollo" | "generator";

/** What the dialog works on: a fresh source of a kind, or one that is there. */
export type Subject = { kind: MadeKind; source: null } | { kind: Source["settings"]["kind"]; source: Source };

const titles: Record<Source["settings"]["kind"], string> = {
  x_search: "Search X",
  apollo: "Look for people at Apollo",
  generator: "Make demo leads",
  csv: "Change the source",
  manual: "Change the source",
};

interface SourceDialogProps {
  subject: Subject | null;
  onClose: () => void;
  onSaved: (source: Source) => void;
}

export function SourceDialog({ subject, onClose, onSaved }: SourceDialogProps) {
  const project = useQuery(projectQuery);
  if (!subject) return null;
  const start: SourceAnswers = subject.source ?? {
    name: "",
    enabled: true,
    settings: freshSettings(subject.kind, project.data?.icp.queries ?? [], project.data?.icp.languages ?? ["en"]),
  };
  return (
    <Form
      key={subject.source?.id ?? subject.kind}
      id={subject.source?.id ?? null}
      start={start}
      onClose={onClose}
      onSaved={onSaved}
    />
  );
}

function freshSettings(kind: MadeKind, queries: readonly string[], languages: readonly string[]): SourceSettings {
  switch (kind) {
    case "x_search":
      return { kind, queries: queries.length > 0 ? [...queries] : [""], languages: [...languages], most_posts: 200 };
    case "apollo":
      return { kind, filter: noFilter };
    case "generator":
      return { kind, count: 200, seed: 7, industries: [] };
  }
}

interface FormProps {
  id: string | null;
  start: SourceAnswers;
  onClose: () => void;
  onSaved: (source: Source) => void;
}

function Form({ id, start, onClose, onSaved }: FormProps) {
  const [name, setName] = useState(start.name);
  const [settings, setSettings] = useState(start.settings);
  const [tried, setTried] = useState(false);
  const save = useSaveSource();
  const wrong = { ...problemsOf(name, settings) };
  const server = save.error instanceof ApiProblem ? save.error.errors : {};
  const said = { ...(tried ? wrong : {}), ...server };
  const submit = () => {
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    save.mutate(
      { id, name: name.trim(), settings: tidy(settings), enabled: start.enabled },
      {
        onSuccess: (source) => {
          onSaved(source);
          onClose();
        },
      },
    );
  };
  const untold = save.isError && Object.keys(server).length === 0 ? describeProblem(save.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={id ? start.name : titles[start.settings.kind]}
      description={explain(start.settings.kind)}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="source" busy={save.isPending}>
            {id ? "Save changes" : "Add this source"}
          </Button>
        </>
      }
    >
      <form
        id="source"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {untold && (
          <Callout meaning="stop" title={untold.title}>
            {untold.detail}
          </Callout>
        )}
        <Field label="Name" error={said.name}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              value={name}
              placeholder="Backlog posts on X"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <SettingsFields settings={settings} onChange={setSettings} errors={said} />
      </form>
    </Dialog>
  );
}

function explain(kind: Source["settings"]["kind"]): string {
  switch (kind) {
    case "x_search":
      return "Each pass reads new posts that match and makes leads of the people who wrote them.";
    case "apollo":
      return "Looking costs nothing. Contact details cost credits, and only when you confirm them.";
    case "generator":
      return "Invented people in six industries. Their addresses lead nowhere. The same seed makes the same people.";
    case "csv":
    case "manual":
      return "Only the name can be changed.";
  }
}

/** Field to sentence; the same words the server would use. */
function problemsOf(name: string, settings: SourceSettings): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (!name.trim()) wrong.name = "Give the source a name";
  if (settings.kind === "x_search") {
    if (!settings.queries.some((query) => query.trim())) wrong.queries = "Enter at least one search";
    if (!between(settings.most_posts, 1, 10_000)) wrong.most_posts = "A whole number from 1 to 10,000";
  }
  if (settings.kind === "generator") {
    if (!between(settings.count, 1, 10_000)) wrong.count = "A whole number from 1 to 10,000";
    if (!between(settings.seed, 0, Number.MAX_SAFE_INTEGER)) wrong.seed = "A whole number";
  }
  return wrong;
}

function between(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function tidy(settings: SourceSettings): SourceSettings {
  if (settings.kind !== "x_search") return settings;
  return { ...settings, queries: settings.queries.map((query) => query.trim()).filter(Boolean) };
}
