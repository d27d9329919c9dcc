import type { InputHTMLAttributes, Ref, TextareaHTMLAttributes } from "react";
import { cn } from "@/lib/cn";

export const controlLook =
  "w-full rounded-control border border-control bg-surface px-2.5 text-ink text-row transition-colors duration-150 placeholder:text-ink-3 hover:border-ink-3 focus-visible:border-ring focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-stop-fill";

export function Input({
  className,
  ref,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <input ref={ref} autoComplete="off" spellCheck={false} {...rest} className={cn(controlLook, "h-8", className)} />
  );
}

export function Textarea({
  className,
  ref,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return (
    <textarea
      ref={ref}
      {...rest}
      className={cn(controlLook, "field-sizing-content min-h-20 resize-none py-1.5", className)}
    />
  );
}
