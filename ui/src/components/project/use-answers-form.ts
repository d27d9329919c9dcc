import { zodResolver } from "@hookform/resolvers/zod";
import { type FieldPath, type UseFormReturn, useForm, useFormContext } from "react-hook-form";
import { ApiProblem } from "@/api/problem";
import { type Answers, answersSchema } from "./answers";

const SETTLE_MS = 500;

/**
 * The form every project field lives in. Checked as it is typed, after a breath; not when a field is left, because a
 * sentence that appears under the pointer would push the button away that is being pressed.
 */
export function useAnswersForm(start: Answers): UseFormReturn<Answers> {
  return useForm<Answers>({
    resolver: zodResolver(answersSchema),
    defaultValues: start,
    mode: "onChange",
    delayError: SETTLE_MS,
  });
}

export const useAnswers = () => useFormContext<Answers>();

/** The sentence under one field, if it has one. */
export function useFieldError(name: FieldPath<Answers>): string | undefined {
  const form = useAnswers();
  const error = form.getFieldState(name, form.formState).error;
  if (error?.message) return error.message;
  // A rule about a group (working hours) sits at its root.
  return (error as { root?: { message?: string } } | undefined)?.root?.message;
}

/** Puts the server's sentences on their fields. Returns the fields that got one; empty when the problem is not about fields. */
export function showServerErrors(form: UseFormReturn<Answers>, error: unknown): FieldPath<Answers>[] {
  if (!(error instanceof ApiProblem)) return [];
  const named = Object.entries(error.errors) as [FieldPath<Answers>, string][];
  for (const [field, message] of named) form.setError(field, { type: "server", message });
  return named.map(([field]) => field);
}
