import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";

interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
}

/** A panel from the right, over the page; page keys keep working through it (`data-keys`). */
export function Sheet({ open, onOpenChange, title, children }: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 animate-fade bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          data-keys="through"
          onOpenAutoFocus={(event) => {
            // The panel takes the focus, not its close button: the first Tab goes to its content.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className="fixed inset-y-0 right-0 z-30 flex w-[min(400px,calc(100vw-48px))] animate-slide flex-col border-line border-l bg-surface shadow-float focus-visible:outline-none"
        >
          <div className="flex h-12 shrink-0 items-center border-line border-b pr-2 pl-4">
            <Radix.Title className="grow truncate font-semibold text-section">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon_small" aria-label="Close">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          <div className="relative min-h-0 grow overflow-y-auto">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
