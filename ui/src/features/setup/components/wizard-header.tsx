import { LogoMark } from "@/components/ui/logo-mark";
import { cn } from "@/lib/cn";
import { steps } from "../steps";
import { type Keeping, useWizard } from "../wizard-store";

const said: Record<Keeping, string> = {
  idle: "",
  typing: "Saving",
  kept: "Saved. You can close the app and go on later.",
  failed: "Not saved yet. The app tries again with your next change.",
};

/** Where you are, and that nothing typed is lost. */
export function WizardHeader({ needed, onClose }: { needed: boolean; onClose: () => void }) {
  const { step, reached, keeping, goTo } = useWizard();
  return (
    <header className="sticky top-0 z-10 border-line border-b bg-canvas">
      <div className="mx-auto w-full max-w-[688px] px-6 pt-4">
        <div className="flex h-8 items-center gap-2.5">
          <LogoMark className="size-5 shrink-0" />
          <span className="font-semibold text-ink text-row">Set up SDR Console</span>
          <span role="status" className={cn("ml-auto text-meta", keeping === "failed" ? "text-stop" : "text-ink-3")}>
            {needed ? said[keeping] : "Changes apply when you finish."}
          </span>
          {!needed && (
            <button
              type="button"
              onClick={onClose}
              className="h-7 rounded-control px-2 font-medium text-ink-2 text-meta hover:bg-hover hover:text-ink"
            >
              Leave without changing
            </button>
          )}
        </div>
        <nav aria-label="Steps" className="mt-3 grid grid-cols-5 gap-2 pb-3">
          {steps.map(({ number, name, title }) => (
            <button
              key={number}
              type="button"
              disabled={number > reached}
              aria-current={number === step ? "step" : undefined}
              aria-label={`Step ${number}: ${title}`}
              onClick={() => goTo(number)}
              className="group flex flex-col gap-1.5 rounded-[4px] text-left"
            >
              <span
                className={cn(
                  "h-1 w-full rounded-full transition-colors duration-150",
                  number <= step ? "bg-accent" : number <= reached ? "bg-line-strong" : "bg-line",
                )}
              />
              <span
                className={cn(
                  "truncate text-meta",
                  number === step ? "font-medium text-ink" : "text-ink-3 group-not-disabled:group-hover:text-ink",
                )}
              >
                {number}. {name}
              </span>
            </button>
          ))}
        </nav>
      </div>
    </header>
  );
}
