/**
 * Gives commands their deeds. One listener on the window turns a key press into a command id and calls the newest deed
 * registered for it; the palette lists the commands that have one.
 *
 * **Invariant:** no single-key command fires while the user types in a field or while a modal dialog is open; a key that
 * repeats because it is held down only moves cursors.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { type CommandId, commandOf, commands } from "./commands";

type Deed = () => void;
const deeds = new Map<CommandId, Deed[]>();
const listeners = new Set<() => void>();
let live: readonly CommandId[] = [];
let pending: { step: string; until: number } | null = null;
const SEQUENCE_MS = 1_500;

function publish() {
  live = commands.map((command) => command.id).filter((id) => (deeds.get(id)?.length ?? 0) > 0);
  for (const listener of listeners) listener();
}

function register(id: CommandId, deed: Deed): () => void {
  deeds.set(id, [...(deeds.get(id) ?? []), deed]);
  publish();
  return () => {
    deeds.set(
      id,
      (deeds.get(id) ?? []).filter((other) => other !== deed),
    );
    publish();
  };
}

/** Does the command as if its key had been pressed. Returns false when no page offers it now. */
export function runCommand(id: CommandId): boolean {
  const deed = deeds.get(id)?.at(-1);
  if (!deed) return false;
  deed();
  return true;
}

/** Binds a deed to a command while the component is mounted and `enabled`. */
export function useCommand(id: CommandId, deed: Deed, enabled = true) {
  const latest = useEffectEvent(deed);
  useEffect(() => {
    if (!enabled) return;
    return register(id, () => latest());
  }, [id, enabled]);
}

/** Commands that would do something right now. */
export function useLiveCommands(): readonly CommandId[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => live,
  );
}

/** "mod+k", "shift+j", "?", "enter": the step a key event stands for. */
export function stepOf(event: KeyboardEvent): string {
  const names: Record<string, string> = {
    " ": "space",
    ArrowDown: "down",
    ArrowUp: "up",
    ArrowLeft: "left",
    ArrowRight: "right",
  };
  const key = names[event.key] ?? event.key.toLowerCase();
  const letter = /^[a-z]$/.test(key);
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  // Shift is part of the character for "?" and the like; it is named only with letters and named keys.
  if (event.shiftKey && (letter || key.length > 1)) parts.push("shift");
  parts.push(key);
  return parts.join("+");
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}

/** A button or link does its own thing on Enter; an open menu or listbox owns its arrows. */
function ownsKey(target: EventTarget | null, step: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (step === "enter" && target.closest("a[href],button,summary,[role='switch'],[role='checkbox'],[role='tab']"))
    return true;
  if (["up", "down", "left", "right", "home", "end"].includes(step)) {
    return target.closest("[role='slider'],[role='radiogroup'],[role='tablist']") !== null;
  }
  return false;
}

function modalIsOpen(): boolean {
  return (
    document.querySelector(
      "[role='dialog'][data-state='open']:not([data-keys='through']),[role='alertdialog'][data-state='open'],[role='menu'][data-state='open'],[role='listbox'][data-state='open']",
    ) !== null
  );
}

function find(keys: string, typing: boolean): CommandId | null {
  for (const command of commands) {
    if (typing && !command.whileTyping) continue;
    if (command.keys.includes(keys) && (deeds.get(command.id)?.length ?? 0) > 0) return command.id;
  }
  return null;
}

function startsSequence(step: string): boolean {
  return commands.some((command) => command.keys.some((keys) => keys.startsWith(`${step} `)));
}

/** Handles one key press; true when a command took it. Exported for the tests of the table. */
export function handleKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  // Alt with a character writes another character on many keyboards.
  if (event.altKey && event.key.length === 1) return false;
  const step = stepOf(event);
  const typing = isTyping(event.target);
  if (modalIsOpen() && !step.startsWith("mod+")) return false;
  if (ownsKey(event.target, step)) return false;

  if (pending && !typing) {
    const id = pending.until > event.timeStamp ? find(`${pending.step} ${step}`, false) : null;
    pending = null;
    if (id) {
      event.preventDefault();
      return runCommand(id);
    }
  }
  const id = find(step, typing);
  if (id) {
    event.preventDefault();
    // A key held down moves a cursor; it never decides twice.
    if (event.repeat && !commandOf(id).hidden) return false;
    return runCommand(id);
  }
  if (!typing && startsSequence(step)) pending = { step, until: event.timeStamp + SEQUENCE_MS };
  return false;
}

/** Starts listening. Call once, from the frame. */
export function useHotkeys() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      handleKey(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
