/**
 * The one table of commands. The palette, the shortcut sheet and every tooltip are drawn from it; a page gives a command
 * its deed with `useCommand`.
 *
 * Keys: "j" one key, "g q" one after the other, "mod+k" Ctrl or Cmd, "shift+j" with Shift, "alt+up".
 * **Invariant:** within what can be live together (global + lists + one page) no key is used twice (tested).
 */
export type CommandScope =
  | "global"
  | "list"
  | "queue"
  | "deliveries"
  | "preview"
  | "leads"
  | "pipeline"
  | "sources"
  | "templates"
  | "backtests"
  | "sequences"
  | "track"
  | "setup";

export interface Command {
  id: string;
  title: string;
  scope: CommandScope;
  keys: readonly string[];
  /** Works while a text field has the focus. Only for keys with mod, and Esc. */
  whileTyping?: boolean;
  /** Not offered in the palette (moving a cursor from a palette makes no sense). */
  hidden?: boolean;
  /** Where to go, for commands that only go somewhere. */
  to?: string;
  /** More words the palette finds it by. */
  also?: string;
}

const table = [
  {
    id: "go.dashboard",
    title: "Go to Dashboard",
    scope: "global",
    keys: ["g d"],
    to: "/dashboard",
    also: "home today",
  },
  { id: "go.queue", title: "Go to Queue", scope: "global", keys: ["g q"], to: "/queue", also: "drafts approve review" },
  { id: "go.leads", title: "Go to Leads", scope: "global", keys: ["g l"], to: "/leads", also: "people" },
  { id: "go.pipeline", title: "Go to Pipeline", scope: "global", keys: ["g p"], to: "/pipeline", also: "run judge" },
  {
    id: "go.sources",
    title: "Go to Sources",
    scope: "global",
    keys: ["g o"],
    to: "/sources",
    also: "collect x apollo",
  },
  {
    id: "go.sequences",
    title: "Go to Sequences",
    scope: "global",
    keys: ["g s"],
    to: "/sequences",
    also: "steps outreach enroll follow up",
  },
  {
    id: "go.deliveries",
    title: "Go to Deliveries",
    scope: "global",
    keys: ["g r"],
    to: "/deliveries",
    also: "sent ledger sending",
  },
  {
    id: "go.preview",
    title: "Go to Preview",
    scope: "global",
    keys: ["g v"],
    to: "/preview",
    also: "next 14 days calendar plan what if",
  },
  {
    id: "go.suppressions",
    title: "Go to Do not contact",
    scope: "global",
    keys: ["g b"],
    to: "/suppressions",
    also: "suppression block",
  },
  {
    id: "go.activity",
    title: "Go to Activity",
    scope: "global",
    keys: ["g a"],
    to: "/activity",
    also: "audit log history",
  },
  {
    id: "go.settings",
    title: "Go to Settings",
    scope: "global",
    keys: ["g ,"],
    to: "/settings",
    also: "preferences project",
  },
  {
    id: "go.templates",
    title: "Go to Templates",
    scope: "global",
    keys: ["g t"],
    to: "/templates",
    also: "wording message text",
  },
  {
    id: "go.model",
    title: "Go to Language model",
    scope: "global",
    keys: ["g m"],
    to: "/settings/model",
    also: "llm ollama anthropic groq tokens",
  },
  {
    id: "go.judging",
    title: "Go to Judging",
    scope: "global",
    keys: ["g j"],
    to: "/settings/judging",
    also: "score weights threshold guidance prompt",
  },
  {
    id: "go.backtests",
    title: "Go to Backtests",
    scope: "global",
    keys: ["g k"],
    to: "/backtests",
    also: "try past leads compare",
  },
  {
    id: "go.limits",
    title: "Go to Limits",
    scope: "global",
    keys: ["g h"],
    to: "/settings/limits",
    also: "pace working hours holidays vacation per day ramp",
  },
  {
    id: "go.egress",
    title: "Go to Data that leaves",
    scope: "global",
    keys: ["g e"],
    to: "/settings/egress",
    also: "egress privacy hosts local only",
  },
  {
    id: "app.palette",
    title: "Open command palette",
    scope: "global",
    keys: ["mod+k"],
    whileTyping: true,
    hidden: true,
  },
  { id: "app.shortcuts", title: "Show all shortcuts", scope: "global", keys: ["?"], also: "keyboard help" },
  {
    id: "app.pause",
    title: "Pause or resume sending",
    scope: "global",
    keys: ["mod+."],
    whileTyping: true,
    also: "stop",
  },
  { id: "app.dry_run", title: "Switch dry run on or off", scope: "global", keys: [], also: "test real" },
  {
    id: "app.by_hand",
    title: "I did this by hand",
    scope: "global",
    keys: [],
    also: "manual like follow message count limit log",
  },
  { id: "theme.system", title: "Theme: follow the system", scope: "global", keys: [], also: "appearance" },
  { id: "theme.light", title: "Theme: light", scope: "global", keys: [], also: "appearance" },
  { id: "theme.dark", title: "Theme: dark", scope: "global", keys: [], also: "appearance" },

  { id: "list.next", title: "Next", scope: "list", keys: ["j", "down"], hidden: true },
  { id: "list.previous", title: "Previous", scope: "list", keys: ["k", "up"], hidden: true },
  { id: "list.extend_next", title: "Select down", scope: "list", keys: ["shift+j", "shift+down"], hidden: true },
  { id: "list.extend_previous", title: "Select up", scope: "list", keys: ["shift+k", "shift+up"], hidden: true },
  { id: "list.select", title: "Select or unselect", scope: "list", keys: ["x"], hidden: true },
  { id: "list.open", title: "Open", scope: "list", keys: ["enter"], hidden: true },
  { id: "list.first", title: "First", scope: "list", keys: ["home"], hidden: true },
  { id: "list.last", title: "Last", scope: "list", keys: ["end"], hidden: true },
  { id: "list.search", title: "Search this list", scope: "list", keys: ["/"], also: "find filter" },
  { id: "list.back", title: "Back", scope: "list", keys: ["escape"], hidden: true },

  { id: "queue.approve", title: "Approve", scope: "queue", keys: ["a", "mod+enter"], also: "send yes" },
  { id: "queue.edit", title: "Edit the message", scope: "queue", keys: ["e"], also: "change text" },
  { id: "queue.reject", title: "Reject with a reason", scope: "queue", keys: ["r"], also: "no" },
  { id: "queue.variant_1", title: "Show variant A", scope: "queue", keys: ["1"] },
  { id: "queue.variant_2", title: "Show variant B", scope: "queue", keys: ["2"] },
  { id: "queue.rewrite", title: "Rewrite", scope: "queue", keys: ["w"], also: "regenerate again" },
  { id: "queue.undo", title: "Undo the last approval", scope: "queue", keys: ["u"], also: "take back" },
  {
    id: "queue.machine_text",
    title: "Compare with the machine's text",
    scope: "queue",
    keys: ["m"],
    also: "diff edit",
  },
  { id: "queue.why", title: "Show why", scope: "queue", keys: ["i"], also: "evidence inspector" },

  { id: "deliveries.yes", title: "Answer: it was sent", scope: "deliveries", keys: ["y"], also: "uncertain settle" },
  { id: "deliveries.no", title: "Answer: it was not sent", scope: "deliveries", keys: ["n"], also: "uncertain settle" },
  { id: "deliveries.retry", title: "Retry this delivery", scope: "deliveries", keys: ["t"], also: "again" },
  { id: "deliveries.cancel", title: "Cancel this delivery", scope: "deliveries", keys: ["c"], also: "withdraw" },
  {
    id: "deliveries.prepare",
    title: "Open the chat, the post or the profile",
    scope: "deliveries",
    keys: ["o"],
    also: "assisted prepare",
  },

  { id: "preview.day_before", title: "The day before", scope: "preview", keys: ["left"], hidden: true },
  { id: "preview.day_after", title: "The day after", scope: "preview", keys: ["right"], hidden: true },
  { id: "preview.view", title: "Calendar or list", scope: "preview", keys: ["v"], also: "switch" },
  {
    id: "preview.assume",
    title: "Assume I approve at once, or not",
    scope: "preview",
    keys: ["y"],
    also: "approval switch",
  },
  { id: "preview.what_if", title: "What if: try other limits", scope: "preview", keys: ["w"], also: "diff compare" },

  { id: "leads.import", title: "Import a CSV file", scope: "leads", keys: ["i"], also: "upload" },
  { id: "leads.new", title: "Add a lead by hand", scope: "leads", keys: ["n"], also: "create person" },
  { id: "leads.suppress", title: "Never contact this lead", scope: "leads", keys: ["b"], also: "suppress block" },
  { id: "leads.enroll", title: "Enroll in a sequence", scope: "leads", keys: ["s"], also: "steps outreach add" },
  { id: "leads.replied", title: "They replied", scope: "leads", keys: ["r"], also: "answer bounce out of office stop" },
  { id: "leads.demo", title: "Make demo leads", scope: "leads", keys: [], also: "generate try" },

  { id: "leads.check", title: "Check handles now", scope: "leads", keys: ["c"], also: "telegram email exists" },
  { id: "leads.enrich", title: "Ask Apollo about them", scope: "leads", keys: ["e"], also: "enrich credits" },
  { id: "leads.write", title: "Write for another channel", scope: "leads", keys: ["w"], also: "draft message" },
  {
    id: "leads.export",
    title: "Save everything kept about this person",
    scope: "leads",
    keys: [],
    also: "export gdpr",
  },
  { id: "leads.erase", title: "Erase this person", scope: "leads", keys: [], also: "delete forget gdpr" },

  { id: "pipeline.run", title: "Run the pipeline", scope: "pipeline", keys: ["r"], also: "start judge score draft" },
  { id: "pipeline.stop", title: "Stop the run", scope: "pipeline", keys: ["s"] },
  { id: "pipeline.dry_run", title: "Run dry: say what it would do", scope: "pipeline", keys: ["d"], also: "test" },

  { id: "sources.new", title: "Add a source", scope: "sources", keys: ["n"], also: "create" },
  { id: "sources.collect", title: "Collect from this source now", scope: "sources", keys: ["c"], also: "run" },
  { id: "sources.edit", title: "Change this source", scope: "sources", keys: ["e"] },
  { id: "sources.toggle", title: "Switch this source on or off", scope: "sources", keys: ["t"], also: "enable" },
  { id: "sources.people", title: "Find people at Apollo", scope: "sources", keys: ["p"], also: "reveal credits" },

  { id: "templates.new", title: "New template", scope: "templates", keys: ["n"], also: "create" },

  { id: "backtests.new", title: "New backtest", scope: "backtests", keys: ["n"], also: "try past leads" },
  { id: "backtests.stop", title: "Stop this backtest", scope: "backtests", keys: ["s"] },

  { id: "sequences.new", title: "New sequence", scope: "sequences", keys: ["n"], also: "create template" },
  { id: "sequences.pause", title: "Pause or resume this sequence", scope: "sequences", keys: ["p"], also: "stop" },

  { id: "track.add", title: "Add a step after this one", scope: "track", keys: ["a"], also: "insert" },
  { id: "track.remove", title: "Remove this step", scope: "track", keys: ["d", "delete"] },
  { id: "track.up", title: "Move this step up", scope: "track", keys: ["alt+up"] },
  { id: "track.down", title: "Move this step down", scope: "track", keys: ["alt+down"] },
  { id: "track.left", title: "To the step at the left", scope: "track", keys: ["left"], hidden: true },
  { id: "track.right", title: "To the step at the right", scope: "track", keys: ["right"], hidden: true },
  { id: "track.undo", title: "Undo", scope: "track", keys: ["mod+z"], also: "take back" },
  { id: "track.redo", title: "Redo", scope: "track", keys: ["mod+shift+z", "mod+y"], also: "again" },
  { id: "track.save", title: "Save as a new version", scope: "track", keys: ["mod+s"], whileTyping: true },
  { id: "track.funnel", title: "Show or hide the funnel", scope: "track", keys: ["f"], also: "counts build" },
  { id: "track.enroll", title: "Enroll leads", scope: "track", keys: ["e"], also: "add people" },

  { id: "form.save", title: "Save or continue", scope: "setup", keys: ["mod+enter"], whileTyping: true, hidden: true },
] as const satisfies readonly Command[];

export type CommandId = (typeof table)[number]["id"];
export const commands: readonly (Command & { id: CommandId })[] = table;

const byId = new Map<string, Command>(commands.map((command) => [command.id, command]));

export function commandOf(id: CommandId): Command {
  const command = byId.get(id);
  if (!command) throw new Error(`no command ${id}`);
  return command;
}

export const scopeTitles: Record<CommandScope, string> = {
  global: "Everywhere",
  list: "Lists",
  queue: "Queue",
  deliveries: "Deliveries",
  preview: "Preview",
  leads: "Leads",
  pipeline: "Pipeline",
  sources: "Sources",
  templates: "Templates",
  backtests: "Backtests",
  sequences: "Sequences",
  track: "Steps of a sequence",
  setup: "Forms",
};

const onMac = typeof navigator !== "undefined" && /mac/i.test(navigator.userAgent);
const keyNames: Record<string, string> = {
  mod: onMac ? "⌘" : "Ctrl",
  shift: onMac ? "⇧" : "Shift",
  alt: onMac ? "⌥" : "Alt",
  enter: "Enter",
  escape: "Esc",
  down: "↓",
  up: "↑",
  left: "←",
  right: "→",
  delete: "Del",
  home: "Home",
  end: "End",
};

/** "g q" -> ["G", "Q"], "mod+k" -> ["Ctrl", "K"]: what stands on the keycaps. */
export function keycaps(keys: string): string[] {
  return keys
    .split(" ")
    .flatMap((step) => step.split("+"))
    .map((name) => keyNames[name] ?? name.toUpperCase());
}

/** For `aria-keyshortcuts`; sequences cannot be said there. */
export function ariaKeys(id: CommandId): string | undefined {
  const said = commandOf(id)
    .keys.filter((keys) => !keys.includes(" "))
    .map((keys) =>
      keys
        .replace("mod", onMac ? "Meta" : "Control")
        .replace("shift", "Shift")
        .replace("alt", "Alt"),
    );
  return said.length > 0 ? said.join(" ") : undefined;
}
