import { Switch } from "@/components/ui/switch";
import { cn } from "@/lib/cn";
import { useLocalOnly } from "../queries";

/** The one switch at the one HTTP client, with its consequence. */
export function LocalOnly({ on }: { on: boolean }) {
  const flip = useLocalOnly();
  return (
    <div
      className={cn(
        "flex items-start justify-between gap-6 rounded-panel border p-4",
        on ? "border-go-fill/40 bg-go-soft" : "border-line bg-surface",
      )}
    >
      <div className="min-w-0">
        <label htmlFor="local-only" className="font-medium text-ink text-row">
          Nothing leaves this machine
        </label>
        <p id="local-only-help" className="text-ink-2 text-row">
          {on
            ? "Every request to another machine is refused: no search, no hosted model, no Apollo, no handle checks, and no message goes out. Ollama on this machine still works."
            : "Off: requests go to the services you connected, and each is written down below. Switched on, searches, hosted models, handle checks and sending stop at once."}
        </p>
      </div>
      <Switch
        id="local-only"
        checked={on}
        disabled={flip.isPending}
        onCheckedChange={(next) => flip.mutate(next)}
        aria-describedby="local-only-help"
      />
    </div>
  );
}
