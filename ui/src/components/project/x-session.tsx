/** X by the human's own session: the risk first, then X's own login page or pasted cookies. */
import { useMutation } from "@tanstack/react-query";
import { AppWindow } from "lucide-react";
import { useController } from "react-hook-form";
import { api } from "@/api/client";
import { insideDesktop } from "@/api/events";
import { describeProblem, hasCode } from "@/api/problem";
import type { WindowOpened } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { asSentence } from "@/lib/sentence";
import { SecretField, useIsStored } from "./secrets";
import { useAnswers, useFieldError } from "./use-answers-form";

export function XSession() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "connect.x.risk_acknowledged" });
  const error = useFieldError("connect.x.risk_acknowledged");
  return (
    <>
      <Callout meaning="wait" title="X can lock or close your account for this">
        Its terms forbid automated use of the internal interface. It can change or stop working on any day, and the
        cookies give full access to your account. The app stops by itself at the first sign of trouble, and it never
        asks for your password.
      </Callout>
      <div className="flex flex-col gap-1">
        <label htmlFor="x-risk" className="flex items-start gap-2.5 text-ink text-row">
          <Checkbox
            id="x-risk"
            checked={field.value}
            onCheckedChange={field.onChange}
            aria-describedby={error ? "x-risk-error" : undefined}
            className="mt-0.5"
          />
          I understand the risk to my account and accept it.
        </label>
        {error && (
          <p id="x-risk-error" role="alert" className="pl-6.5 text-meta text-stop">
            {error}
          </p>
        )}
      </div>
      {field.value && (
        <>
          {insideDesktop() && <LoginWindow />}
          <SecretField
            name="x.cookies"
            label={
              insideDesktop() ? "Or paste the cookies (auth_token and ct0)" : "Session cookies (auth_token and ct0)"
            }
            help="Paste both, as auth_token=...; ct0=... Kept in the system keychain, never in the project file."
          />
        </>
      )}
    </>
  );
}

/** X's own page in a window of its own: the password goes to X, only the session comes here. */
function LoginWindow() {
  const stored = useIsStored("x.cookies");
  const open = useMutation({
    mutationFn: () => api.post<WindowOpened>("/api/x/login-window"),
    meta: { quiet: true, invalidates: ["secrets", "channels"] },
  });
  const failed = open.isError
    ? hasCode(open.error, "no_window")
      ? "This works in the desktop app only. Paste the cookies instead."
      : describeProblem(open.error).title
    : null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button icon={<AppWindow aria-hidden />} busy={open.isPending} onClick={() => open.mutate()}>
        Open X's login window
      </Button>
      <p role="status" className="min-w-0 grow basis-60 text-ink-2 text-meta">
        {failed ??
          (open.data
            ? asSentence(open.data.sentence)
            : stored
              ? "A session is stored. Sign in again to replace it."
              : "You sign in on X's own page. The app sees the session afterwards, never the password.")}
      </p>
    </div>
  );
}
