import { FileSpreadsheet, FlaskConical, type LucideIcon, PencilLine, UsersRound } from "lucide-react";
import { ChannelIcon } from "@/components/data/channel-icon";
import type { SourceKind } from "@/lib/source-kinds";

const icons: Record<Exclude<SourceKind, "x_search">, LucideIcon> = {
  apollo: UsersRound,
  generator: FlaskConical,
  csv: FileSpreadsheet,
  manual: PencilLine,
};

/** The icon of a kind; its name stands beside it. */
export function KindIcon({ kind }: { kind: SourceKind }) {
  if (kind === "x_search") return <ChannelIcon channel="x" bare />;
  const Icon = icons[kind];
  return <Icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />;
}
