/** The frame of every page: sidebar, the page, and the status line under it. */
import type { ReactNode } from "react";
import { ByHandDialog } from "@/components/limits/by-hand-dialog";
import { commands } from "@/lib/commands";
import { useCommand } from "@/lib/hotkeys";
import { useGoTo } from "@/lib/use-go-to";
import { Sidebar } from "./sidebar";
import { StatusLine } from "./status-line";

const destinations = commands.filter((command) => command.to !== undefined);

export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-full">
      {destinations.map((command) => (
        <Destination key={command.id} id={command.id} to={command.to ?? "/"} />
      ))}
      <ByHandDialog />
      <Sidebar />
      <div className="flex min-w-0 grow flex-col">
        <main className="min-h-0 grow">{children}</main>
        <StatusLine />
      </div>
    </div>
  );
}

/** Gives one "Go to" command its deed. */
function Destination({ id, to }: { id: (typeof commands)[number]["id"]; to: string }) {
  const goTo = useGoTo();
  useCommand(id, () => goTo(to));
  return null;
}
