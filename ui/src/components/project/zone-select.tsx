import { ChevronDown } from "lucide-react";
import { controlLook } from "@/components/ui/input";
import { cn } from "@/lib/cn";

/** The zone this computer is set to. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

function allZones(current: string): string[] {
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([...known, "UTC", localZone(), current])].filter(Boolean).sort();
}

interface ZoneSelectProps {
  id: string;
  value: string;
  onValueChange: (zone: string) => void;
  "aria-describedby"?: string | undefined;
}

/** Some 400 zones: the system's own select, because typing into it finds them. */
export function ZoneSelect({ value, onValueChange, ...ids }: ZoneSelectProps) {
  return (
    <span className="relative block">
      <select
        {...ids}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        className={cn(controlLook, "h-8 w-full appearance-none bg-surface pr-8")}
      >
        {allZones(value).map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll("_", " ")}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2.5 size-4 text-ink-3" />
    </span>
  );
}
