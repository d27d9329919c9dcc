import { ArrowLeft } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Keys } from "@/components/ui/kbd";
import { steps } from "../steps";

interface WizardFooterProps {
  step: number;
  busy: boolean;
  needed: boolean;
  onBack: () => void;
}

/** Back, and the one main deed, which says what comes next. */
export function WizardFooter({ step, busy, needed, onBack }: WizardFooterProps) {
  const next = steps.find((one) => one.number === step + 1);
  return (
    <footer className="sticky bottom-0 border-line border-t bg-canvas">
      <div className="mx-auto flex h-14 w-full max-w-[688px] items-center gap-2 px-6">
        {step > 1 && (
          <Button variant="ghost" icon={<ArrowLeft aria-hidden />} onClick={onBack} className="-ml-3">
            Back
          </Button>
        )}
        {step === 3 && <span className="text-ink-3 text-meta">Nothing here is required.</span>}
        <Button variant="primary" type="submit" busy={busy} className="ml-auto">
          {next ? next.onward : needed ? "Finish setup" : "Save changes"}
          <Keys command="form.save" onAccent />
        </Button>
      </div>
    </footer>
  );
}
