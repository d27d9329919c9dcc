import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface MenuProps {
  /** A single button. */
  trigger: ReactNode;
  items: readonly { label: ReactNode; icon?: ReactNode; onSelect: () => void; danger?: boolean; disabled?: boolean }[];
  align?: "start" | "end";
  /** When a key opens it as well. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, items, align = "end", open, onOpenChange }: MenuProps) {
  return (
    <Radix.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 animate-fade overflow-y-auto rounded-panel border border-line bg-raised p-1 shadow-float"
        >
          {items.map((item, index) => (
            <Radix.Item
              // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items do not move while it is open
              key={index}
              onSelect={item.onSelect}
              {...(item.disabled !== undefined && { disabled: item.disabled })}
              className={cn(
                "flex h-8 select-none items-center gap-2 rounded-control px-2 text-row data-disabled:opacity-50 data-highlighted:bg-selected data-highlighted:outline-none [&_svg]:size-4",
                item.danger ? "text-stop" : "text-ink",
              )}
            >
              {item.icon}
              {item.label}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
