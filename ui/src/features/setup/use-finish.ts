import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { ImportReport, Project } from "@/api/types";
import { type Answers, completed, sendable } from "@/components/project/answers";
import { useSecrets } from "@/components/project/secrets";
import { showServerErrors } from "@/components/project/use-answers-form";
import { stepOfField } from "./steps";
import { useWizard } from "./wizard-store";

const DEMO = { count: 200, seed: 7 };

/** Finishing the wizard: secrets to the keychain, answers to a project; a field that is wrong brings its step back. */
export function useFinish(form: UseFormReturn<Answers>) {
  const client = useQueryClient();
  const secrets = useSecrets();
  const goTo = useWizard((state) => state.goTo);

  const finish = async (answers: Answers) => {
    await secrets.keep();
    const project = await api.post<Project>("/api/setup/finish", sendable(completed(answers), 5));
    client.setQueryData(keys.project, project);
    client.setQueryData(keys.setup, { needed: false, step: 1, answers: sendable(answers, 1) });
    await client.invalidateQueries({ queryKey: keys.status });
    return project;
  };
  const showErrors = (error: unknown) => {
    const fields = showServerErrors(form, error);
    const first = fields.map(stepOfField).sort((a, b) => a - b)[0];
    if (first !== undefined) goTo(first);
  };
  const invalidates = ["channels", "dashboard", "secrets", "status", "leads", "pipeline"] as const;

  return {
    finish: useMutation({ mutationFn: finish, onError: showErrors, meta: { quiet: true, invalidates } }),
    demo: useMutation({
      mutationFn: async (answers: Answers) => {
        const project = await finish(answers);
        await api.post<ImportReport>("/api/leads/demo", DEMO);
        await api.post("/api/pipeline/run");
        return project;
      },
      onError: showErrors,
      meta: { quiet: true, invalidates },
    }),
  };
}
