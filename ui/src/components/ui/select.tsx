import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { controlLook } from "./input";

interface SelectProps<T extends string> {
  value: T;
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode; note?: string }[];
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string | undefined;
  disabled?: boolean;
  className?: string;
  placeholder?: string;
}

/** One of a few. `options` values must not be empty text. */
export function Select<T extends string>({
  value,
  onValueChange,
  options,
  className,
  placeholder,
  disabled,
  ...rest
}: SelectProps<T>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      {...(disabled !== undefined && { disabled })}
    >
      <Radix.Trigger
        {...rest}
        className={cn(controlLook, "inline-flex h-8 items-center justify-between gap-2 text-left", className)}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-3" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) animate-fade overflow-hidden rounded-panel border border-line bg-raised p-1 shadow-float"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="relative flex min-h-8 select-none flex-col justify-center rounded-control py-1 pr-8 pl-2 text-ink text-row data-highlighted:bg-selected data-highlighted:outline-none"
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.note && <span className="text-ink-3 text-meta">{option.note}</span>}
                <Radix.ItemIndicator className="absolute top-2 right-2">
                  <Check aria-hidden className="size-4 text-accent-ink" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
