import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

interface DropZoneProps {
  busy: boolean;
  onFile: (file: File) => void;
}

/** Pick a file or drop it. */
export function DropZone({ busy, onFile }: DropZoneProps) {
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !busy) onFile(file);
  };
  return (
    <section
      aria-label="Lead file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      className={cn(
        "flex flex-col items-center gap-1 rounded-panel border border-dashed px-6 py-12 text-center transition-colors duration-150",
        over ? "border-accent bg-accent-soft" : "border-line-strong bg-surface",
      )}
    >
      <FileUp aria-hidden className="mb-2 size-6 text-accent-ink" strokeWidth={1.75} />
      <p className="font-semibold text-ink text-section">Drop a lead file here</p>
      <p className="max-w-[52ch] text-balance text-ink-2 text-read">
        CSV from Apollo, HubSpot, Sales Navigator, Waalaxy or a spreadsheet, in any encoding, with any delimiter.
        Nothing is stored before you have seen what it brings.
      </p>
      <Button variant="primary" busy={busy} className="mt-4" onClick={() => picker.current?.click()}>
        {busy ? "Reading the file" : "Choose a file"}
      </Button>
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        aria-label="Lead file to import"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
    </section>
  );
}
