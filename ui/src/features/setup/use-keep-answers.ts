import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import type { UseFormReturn } from "react-hook-form";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { SetupStatus } from "@/api/types";
import { type Answers, sendable } from "@/components/project/answers";
import { useWizard } from "./wizard-store";

const SETTLE_MS = 300;

/**
 * Keeps half-way answers on the server: a breath after typing, and at once when the step changes.
 * The project's own answers (the wizard opened again) change only when it is finished, so then this keeps nothing.
 */
export function useKeepAnswers(form: UseFormReturn<Answers>, enabled: boolean) {
  const client = useQueryClient();
  const step = useWizard((state) => state.step);
  const setKeeping = useWizard((state) => state.setKeeping);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(0);

  const keep = useEffectEvent(async () => {
    latest.current += 1;
    const mine = latest.current;
    try {
      const status = await api.put<SetupStatus>("/api/setup/answers", sendable(form.getValues(), step));
      if (mine !== latest.current) return;
      client.setQueryData(keys.setup, status);
      setKeeping("kept");
    } catch {
      if (mine === latest.current) setKeeping("failed");
    }
  });

  useEffect(() => {
    if (!enabled) return;
    const subscription = form.watch(() => {
      setKeeping("typing");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        timer.current = undefined;
        void keep();
      }, SETTLE_MS);
    });
    // The window closes within that breath: what was typed last goes out before it.
    const leaving = () => {
      if (timer.current === undefined) return;
      clearTimeout(timer.current);
      timer.current = undefined;
      void keep();
    };
    window.addEventListener("pagehide", leaving);
    return () => {
      subscription.unsubscribe();
      window.removeEventListener("pagehide", leaving);
    };
  }, [enabled, form, setKeeping]);

  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is what this waits for
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (!enabled) return;
    clearTimeout(timer.current);
    void keep();
  }, [step, enabled]);

  useEffect(() => () => clearTimeout(timer.current), []);
  return { stop: () => clearTimeout(timer.current) };
}
