/** A settings page that edits a part of the project: loads it, checks as typed, saves with one key. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FormProvider } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { describeProblem } from "@/api/problem";
import { keys } from "@/api/query-keys";
import { projectQuery } from "@/api/shared-queries";
import type { Project } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { type Answers, answersOf, completed, savable } from "@/components/project/answers";
import { SecretsProvider, useSecrets } from "@/components/project/secrets";
import { showServerErrors, useAnswersForm } from "@/components/project/use-answers-form";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { SettingsFrame } from "./settings-frame";

interface ProjectFormProps {
  title: string;
  lead: string;
  children: ReactNode;
  /** Stands beside "Not saved yet": what the change would do. */
  note?: ReactNode;
}

export function ProjectForm(props: ProjectFormProps) {
  const project = useQuery(projectQuery);
  if (project.data) {
    return (
      <SecretsProvider>
        <Loaded {...props} project={project.data} />
      </SecretsProvider>
    );
  }
  return (
    <SettingsFrame title={props.title} lead={props.lead}>
      {project.isError ? (
        <ProblemNotice error={project.error} onRetry={() => void project.refetch()} />
      ) : (
        <SkeletonRows rows={6} />
      )}
    </SettingsFrame>
  );
}

function Loaded({ title, lead, children, note, project }: ProjectFormProps & { project: Project }) {
  const client = useQueryClient();
  const secrets = useSecrets();
  const form = useAnswersForm(answersOf(project));
  const save = useMutation({
    mutationFn: async (answers: Answers) => {
      await secrets.keep();
      return api.put<Project>("/api/project", savable(completed(answers)));
    },
    onSuccess: (fresh) => {
      client.setQueryData(keys.project, fresh);
      form.reset(answersOf(fresh));
      toast("Saved.");
    },
    onError: (error) => void showServerErrors(form, error),
    meta: {
      quiet: true,
      invalidates: ["channels", "status", "dashboard", "setup", "llm", "pipeline", "limits", "preview"],
    },
  });
  const typedSecret = Object.values(secrets.typed).some(Boolean);
  const changed = form.formState.isDirty || typedSecret;
  const submit = form.handleSubmit((answers) => save.mutate(answers));
  useCommand("form.save", () => void submit(), changed && !save.isPending);
  return (
    <FormProvider {...form}>
      <SettingsFrame
        title={title}
        lead={lead}
        footer={
          changed && (
            <div className="flex min-h-12 shrink-0 items-center gap-2 border-line border-t bg-canvas px-6 py-2">
              <p className="min-w-0 grow text-ink-2 text-row">
                <span>Not saved yet</span>
                {note}
              </p>
              <Button variant="ghost" onClick={() => form.reset(answersOf(project))}>
                Discard
              </Button>
              <Button
                variant="primary"
                command="form.save"
                showKeys
                busy={save.isPending}
                onClick={() => void submit()}
              >
                Save changes
              </Button>
            </div>
          )
        }
      >
        {save.isError && (
          <Callout meaning="stop" title={describeProblem(save.error).title}>
            {describeProblem(save.error).detail}
          </Callout>
        )}
        {children}
      </SettingsFrame>
    </FormProvider>
  );
}
