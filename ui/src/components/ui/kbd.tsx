import { cn } from "@/lib/cn";
import { type CommandId, commandOf, keycaps } from "@/lib/commands";

export function Kbd({ children, onAccent }: { children: string; onAccent?: boolean }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-[4px] border px-1 font-medium font-sans text-[11px] leading-none",
        onAccent ? "border-on-accent/40 text-on-accent" : "border-line-strong bg-sunken text-ink-2",
      )}
    >
      {children}
    </kbd>
  );
}

/** The keycaps of a command's first shortcut; nothing when it has none. */
export function Keys({ command, onAccent }: { command: CommandId; onAccent?: boolean }) {
  const first = commandOf(command).keys[0];
  if (!first) return null;
  return (
    <span aria-hidden className="inline-flex items-center gap-0.5">
      {keycaps(first).map((cap) => (
        <Kbd key={cap} {...(onAccent !== undefined && { onAccent })}>
          {cap}
        </Kbd>
      ))}
    </span>
  );
}
