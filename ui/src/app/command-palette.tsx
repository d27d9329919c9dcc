import { Command as Cmdk } from "cmdk";
import { Dialog } from "radix-ui";
import { Kbd } from "@/components/ui/kbd";
import { type Command, type CommandId, type CommandScope, commandOf, keycaps, scopeTitles } from "@/lib/commands";
import { runCommand, useLiveCommands } from "@/lib/hotkeys";

/** Ctrl/Cmd+K: every command that would do something now, with its shortcut. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-40 w-[min(560px,calc(100vw-32px))] -translate-x-1/2 animate-rise overflow-hidden rounded-panel border border-line bg-raised shadow-float focus-visible:outline-none"
        >
          <Dialog.Title className="sr-only">Commands</Dialog.Title>
          <PaletteList onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function rank(scope: CommandScope): number {
  if (scope === "global") return 2;
  return scope === "list" ? 1 : 0;
}

function PaletteList({ onDone }: { onDone: () => void }) {
  const live = useLiveCommands();
  const offered = live.map((id) => commandOf(id)).filter((command) => !command.hidden);
  // What this page can do comes first, then going elsewhere.
  const scopes = [...new Set(offered.map((command) => command.scope))].sort((a, b) => rank(a) - rank(b));
  return (
    <Cmdk label="Commands" loop className="flex max-h-[60vh] flex-col">
      <Cmdk.Input
        autoFocus
        placeholder="Type a command"
        className="h-12 shrink-0 border-line border-b bg-transparent px-4 text-ink text-read focus-visible:outline-none"
      />
      <Cmdk.List className="min-h-0 overflow-y-auto p-2">
        <Cmdk.Empty className="px-2 py-6 text-center text-ink-2 text-row">No command is called that.</Cmdk.Empty>
        {scopes.map((scope) => (
          <Cmdk.Group
            key={scope}
            heading={scopeTitles[scope]}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-meta"
          >
            {offered
              .filter((command) => command.scope === scope)
              .map((command) => (
                <PaletteItem key={command.id} command={command} onDone={onDone} />
              ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk>
  );
}

function PaletteItem({ command, onDone }: { command: Command; onDone: () => void }) {
  const first = command.keys[0];
  return (
    <Cmdk.Item
      value={command.title}
      keywords={command.also?.split(" ") ?? []}
      onSelect={() => {
        onDone();
        // After the dialog has given the focus back, so that a command may take it.
        setTimeout(() => runCommand(command.id as CommandId), 0);
      }}
      className="flex h-9 select-none items-center gap-2 rounded-control px-2 text-ink text-row data-[selected=true]:bg-selected"
    >
      <span className="grow truncate">{command.title}</span>
      {first && (
        <span aria-hidden className="flex gap-0.5">
          {keycaps(first).map((cap) => (
            <Kbd key={cap}>{cap}</Kbd>
          ))}
        </span>
      )}
    </Cmdk.Item>
  );
}
