import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Button } from "./button";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, right aligned, main deed last. */
  footer?: ReactNode;
  className?: string;
}

export function Dialog({ open, onOpenChange, title, description, children, footer, className }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed top-[12vh] left-1/2 z-40 flex max-h-[76vh] w-[min(520px,calc(100vw-32px))] -translate-x-1/2 animate-rise flex-col rounded-panel border border-line bg-raised shadow-float focus-visible:outline-none",
            className,
          )}
        >
          <div className="pt-4 pr-12 pl-5">
            <div className="min-w-0">
              <Radix.Title className="font-semibold text-ink text-section">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-ink-2 text-row">{description}</Radix.Description>}
            </div>
          </div>
          {children && <div className="relative min-h-0 overflow-y-auto px-5 pt-4 last:pb-5">{children}</div>}
          {footer && <div className="flex justify-end gap-2 px-5 py-4">{footer}</div>}
          {/* Last, so that the first field has the focus and not this. */}
          <Radix.Close asChild>
            <Button variant="ghost" size="icon_small" aria-label="Close" className="absolute top-3 right-3">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
