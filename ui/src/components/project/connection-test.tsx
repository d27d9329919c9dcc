import { useMutation } from "@tanstack/react-query";
import { type FieldPath, useWatch } from "react-hook-form";
import { api } from "@/api/client";
import { describeProblem } from "@/api/problem";
import type { TestResult } from "@/api/types";
import { Button } from "@/components/ui/button";
import { MeaningIcon } from "@/components/ui/pill";
import type { Meaning } from "@/lib/meaning";
import { type Answers, sendable } from "./answers";
import { type SecretName, useSecrets } from "./secrets";
import { useAnswers } from "./use-answers-form";

const meanings: Record<TestResult["outcome"], Meaning> = { ok: "go", failed: "stop", skipped: "quiet" };

/** What a test found, in its words, with the fix. */
export function TestLine({ result }: { result: TestResult }) {
  return (
    <p role="status" className="flex min-w-0 items-start gap-1.5 py-1.5 text-meta">
      <MeaningIcon meaning={meanings[result.outcome]} className="mt-px" />
      <span className="min-w-0">
        <span className={result.outcome === "failed" ? "text-stop" : "text-ink"}>{result.sentence}</span>
        {result.fix && <span className="text-ink-2"> {result.fix}</span>}
      </span>
    </p>
  );
}

/** A request that failed, told like a test that failed. */
export function asResult(error: unknown): TestResult {
  const { title, detail } = describeProblem(error);
  return { outcome: "failed", sentence: title, fix: detail };
}

interface ConnectionTestProps {
  what: "product_url" | "x" | "telegram" | "email" | "apollo" | "llm";
  /** The part of the form the result speaks of; the result goes when that changes. */
  about: FieldPath<Answers>;
  label: string;
  secret?: SecretName;
  disabled?: boolean;
}

export function ConnectionTest({ what, about, label, secret, disabled }: ConnectionTestProps) {
  const form = useAnswers();
  const secrets = useSecrets();
  const subject = JSON.stringify(useWatch({ control: form.control, name: about }));
  const test = useMutation({
    mutationFn: async (_subject: string) => {
      const typed = secret && secrets.typed[secret];
      const result = await api.post<TestResult>(`/api/setup/test/${what}`, {
        answers: sendable(form.getValues()),
        ...(typed && { secret: typed }),
      });
      if (secret && result.outcome !== "failed") await secrets.keep(secret);
      return result;
    },
    meta: { quiet: true },
  });
  const current = test.variables === subject;
  const result = !current ? null : test.isError ? asResult(test.error) : (test.data ?? null);
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
      <Button size="small" busy={test.isPending} disabled={disabled} onClick={() => test.mutate(subject)}>
        {test.isPending ? "Testing" : label}
      </Button>
      <div className="min-w-0 grow basis-60">{result && !test.isPending && <TestLine result={result} />}</div>
    </div>
  );
}
