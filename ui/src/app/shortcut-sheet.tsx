import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { type Command, type CommandScope, commands, keycaps, scopeTitles } from "@/lib/commands";

const order: CommandScope[] = [
  "global",
  "list",
  "queue",
  "deliveries",
  "leads",
  "pipeline",
  "sources",
  "templates",
  "backtests",
  "sequences",
  "track",
  "setup",
];

/** The `?` sheet: the command table, as it is. */
export function ShortcutSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      className="w-[min(760px,calc(100vw-32px))]"
    >
      <div className="gap-8 rail:columns-2">
        {order.map((scope) => (
          <section key={scope} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-ink-3 text-meta">{scopeTitles[scope]}</h3>
            <ul>
              {commands
                .filter((command) => command.scope === scope && command.keys.length > 0)
                .map((command) => (
                  <ShortcutRow key={command.id} command={command} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function ShortcutRow({ command }: { command: Command }) {
  return (
    <li className="flex h-7 items-center justify-between gap-4 text-row">
      <span className="truncate text-ink">{command.title}</span>
      <span className="flex shrink-0 items-center gap-1.5">
        {command.keys.map((keys, index) => (
          <span key={keys} className="flex items-center gap-0.5">
            {index > 0 && <span className="pr-1 text-ink-3 text-meta">or</span>}
            {keycaps(keys).map((cap) => (
              <Kbd key={cap}>{cap}</Kbd>
            ))}
          </span>
        ))}
      </span>
    </li>
  );
}
