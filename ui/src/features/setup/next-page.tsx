/** After the wizard: the two things worth doing first. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { FileUp, FlaskConical, type LucideIcon, Radar } from "lucide-react";
import { api } from "@/api/client";
import { projectQuery } from "@/api/shared-queries";
import type { ImportReport } from "@/api/types";
import { Button } from "@/components/ui/button";
import { LogoMark } from "@/components/ui/logo-mark";
import { useGoTo } from "@/lib/use-go-to";

export function SetupNextPage() {
  const goTo = useGoTo();
  const project = useQuery(projectQuery);
  const demo = useMutation({
    mutationFn: async () => {
      await api.post<ImportReport>("/api/leads/demo", { count: 200, seed: 7 });
      await api.post("/api/pipeline/run");
    },
    onSuccess: () => goTo("/pipeline"),
    meta: { invalidates: ["leads", "pipeline", "dashboard", "status"] },
  });
  const dryRun = project.data?.outreach.dry_run ?? true;
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto p-6">
      <div className="w-full max-w-[560px]">
        <LogoMark className="size-8" />
        <h1 className="mt-4 font-semibold text-ink text-title tracking-[-0.01em]">Setup is done</h1>
        <p className="mt-1 text-ink-2 text-read">
          {dryRun
            ? "Dry run is on: nothing leaves this machine until you switch it off. Start with people to write to."
            : "Dry run is off: approved messages really go out. Start with people to write to."}
        </p>
        <div className="mt-6 flex flex-col gap-2">
          <Way icon={FileUp} title="Import a CSV file" onPick={() => goTo("/leads/import")} autoFocus>
            From Apollo, HubSpot, Sales Navigator, Waalaxy or a spreadsheet. You see what is taken before it is.
          </Way>
          <Way icon={Radar} title="Search X or Apollo" onPick={() => goTo("/sources")}>
            A source looks for new people with every run. It needs the account or key you connected.
          </Way>
          <Way
            icon={FlaskConical}
            title={demo.isPending ? "Making demo leads" : "Try it with demo leads"}
            onPick={() => demo.mutate()}
            disabled={demo.isPending}
          >
            200 made-up people with posts. They are judged at once and you can triage their drafts.
          </Way>
        </div>
        <Button variant="ghost" className="-ml-3 mt-4" onClick={() => goTo("/dashboard")}>
          Go to the dashboard
        </Button>
      </div>
    </main>
  );
}

interface WayProps {
  icon: LucideIcon;
  title: string;
  children: string;
  onPick: () => void;
  disabled?: boolean;
  autoFocus?: boolean;
}

function Way({ icon: Icon, title, children, onPick, disabled, autoFocus }: WayProps) {
  return (
    <button
      type="button"
      // biome-ignore lint/a11y/noAutofocus: the page has one next deed; Enter does it
      autoFocus={autoFocus}
      disabled={disabled}
      onClick={onPick}
      className="flex items-start gap-3 rounded-panel border border-line bg-surface p-4 text-left transition-colors duration-150 not-disabled:hover:border-line-strong not-disabled:hover:bg-hover disabled:opacity-50"
    >
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-accent-ink" strokeWidth={1.75} />
      <span>
        <span className="block font-medium text-ink text-read">{title}</span>
        <span className="block text-ink-2 text-row">{children}</span>
      </span>
    </button>
  );
}
