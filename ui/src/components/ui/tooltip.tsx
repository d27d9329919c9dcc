import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { type CommandId, commandOf } from "@/lib/commands";
import { Keys } from "./kbd";

export const TooltipProvider = Radix.Provider;

interface TooltipProps {
  /** Defaults to the command's title. */
  text?: ReactNode | undefined;
  command?: CommandId | undefined;
  side?: "top" | "bottom" | "left" | "right";
  /** One focusable element. */
  children: ReactNode;
}

export function Tooltip({ text, command, side = "top", children }: TooltipProps) {
  return (
    <Radix.Root delayDuration={500}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-fade items-center gap-2 rounded-control border border-line bg-raised px-2 py-1 text-ink text-meta shadow-float"
        >
          {text ?? (command && commandOf(command).title)}
          {command && <Keys command={command} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
