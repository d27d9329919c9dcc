import { useQuery } from "@tanstack/react-query";
import { useRouter, useRouterState } from "@tanstack/react-router";
import {
  Activity,
  Ban,
  CalendarDays,
  Inbox,
  LayoutGrid,
  ListTree,
  type LucideIcon,
  Radar,
  Send,
  Settings,
  Users,
  Workflow,
} from "lucide-react";
import { projectQuery, statusQuery } from "@/api/shared-queries";
import { LogoMark } from "@/components/ui/logo-mark";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import type { CommandId } from "@/lib/commands";
import { NARROW_RAIL, useMedia } from "@/lib/use-media";
import { count } from "@/lib/words";

interface Place {
  to: string;
  label: string;
  icon: LucideIcon;
  command: CommandId;
}

const work: Place[] = [
  { to: "/dashboard", label: "Dashboard", icon: LayoutGrid, command: "go.dashboard" },
  { to: "/queue", label: "Queue", icon: Inbox, command: "go.queue" },
  { to: "/leads", label: "Leads", icon: Users, command: "go.leads" },
  { to: "/sequences", label: "Sequences", icon: ListTree, command: "go.sequences" },
  { to: "/sources", label: "Sources", icon: Radar, command: "go.sources" },
  { to: "/pipeline", label: "Pipeline", icon: Workflow, command: "go.pipeline" },
  { to: "/preview", label: "Preview", icon: CalendarDays, command: "go.preview" },
  { to: "/deliveries", label: "Deliveries", icon: Send, command: "go.deliveries" },
];
const records: Place[] = [
  { to: "/suppressions", label: "Do not contact", icon: Ban, command: "go.suppressions" },
  { to: "/activity", label: "Activity", icon: Activity, command: "go.activity" },
  { to: "/settings", label: "Settings", icon: Settings, command: "go.settings" },
];

export function Sidebar() {
  const rail = useMedia(NARROW_RAIL);
  const project = useQuery(projectQuery);
  const status = useQuery(statusQuery);
  const badges: Record<string, { value: number; urgent?: boolean; said: string } | undefined> = {
    "/queue": status.data && { value: status.data.approvals_waiting, said: "to review" },
    "/deliveries": status.data && { value: status.data.needs_human, urgent: true, said: "need you" },
  };
  const name = project.data?.company.name || "SDR Console";
  return (
    <nav
      aria-label="Main"
      className={cn(
        "flex shrink-0 flex-col gap-4 border-line border-r bg-sidebar py-3",
        rail ? "w-14 px-2" : "w-[208px] px-3",
      )}
    >
      <div className={cn("flex h-8 items-center gap-2.5", rail ? "justify-center" : "px-2")} title={name}>
        <LogoMark className="size-5 shrink-0" />
        {!rail && <span className="truncate font-semibold text-ink text-row">{name}</span>}
      </div>
      <Places places={work} rail={rail} badges={badges} />
      <div className="mt-auto">
        <Places places={records} rail={rail} badges={badges} />
      </div>
    </nav>
  );
}

interface PlacesProps {
  places: Place[];
  rail: boolean;
  badges: Record<string, { value: number; urgent?: boolean; said: string } | undefined>;
}

function Places({ places, rail, badges }: PlacesProps) {
  const router = useRouter();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <ul className="flex flex-col gap-px">
      {places.map(({ to, label, icon: Icon, command }) => {
        const here = path === to || path.startsWith(`${to}/`);
        const badge = badges[to];
        const shown = badge && badge.value > 0 ? badge : null;
        return (
          <li key={to}>
            <Tooltip command={command} side="right">
              <a
                href={to}
                aria-current={here ? "page" : undefined}
                aria-label={shown ? `${label}, ${count(shown.value)} ${shown.said}` : label}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  router.history.push(to);
                }}
                className={cn(
                  "relative flex h-8 items-center gap-2.5 rounded-control font-medium text-row transition-colors duration-150",
                  rail ? "justify-center" : "px-2",
                  here ? "bg-selected text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
                )}
              >
                <Icon
                  aria-hidden
                  className={cn("size-4 shrink-0", here ? "text-accent-ink" : "text-ink-3")}
                  strokeWidth={1.75}
                />
                {!rail && <span className="truncate">{label}</span>}
                {shown &&
                  (rail ? (
                    <span
                      aria-hidden
                      className={cn(
                        "absolute top-1 right-1.5 size-2 rounded-full",
                        shown.urgent ? "bg-stop-fill" : "bg-accent",
                      )}
                    />
                  ) : (
                    <span
                      aria-hidden
                      className={cn(
                        "tabular ml-auto rounded-full px-1.5 font-medium text-meta",
                        shown.urgent ? "bg-stop-soft text-stop" : "text-ink-2",
                      )}
                    >
                      {count(shown.value)}
                    </span>
                  ))}
              </a>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
