import { cva, type VariantProps } from "class-variance-authority";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cn } from "@/lib/cn";
import { ariaKeys, type CommandId } from "@/lib/commands";
import { Keys } from "./kbd";
import { Tooltip } from "./tooltip";

const look = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control border font-medium text-row transition-colors duration-150 disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        /** The one main deed of a screen. */
        primary: "border-transparent bg-accent text-on-accent not-disabled:hover:bg-accent-strong",
        secondary: "border-control/60 bg-raised text-ink not-disabled:hover:bg-hover",
        ghost: "border-transparent bg-transparent text-ink-2 not-disabled:hover:bg-hover not-disabled:hover:text-ink",
        danger: "border-stop-fill/60 bg-raised text-stop not-disabled:hover:bg-stop-soft",
        link: "h-auto! border-transparent px-0! text-accent-ink underline-offset-2 not-disabled:hover:underline",
      },
      size: { normal: "h-8 px-3", small: "h-7 px-2 text-meta", icon: "size-8", icon_small: "size-7" },
    },
    defaultVariants: { variant: "secondary", size: "normal" },
  },
);

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, VariantProps<typeof look> {
  ref?: Ref<HTMLButtonElement>;
  /** The command this button does: adds its keycap (with `showKeys`) and a tooltip drawn from the command table. */
  command?: CommandId;
  showKeys?: boolean;
  /** Tooltip text; needed for icon-only buttons, where it is the label as well. */
  hint?: string;
  busy?: boolean;
  icon?: ReactNode;
}

export function Button({
  variant,
  size,
  command,
  showKeys,
  hint,
  busy,
  icon,
  className,
  children,
  ...rest
}: ButtonProps) {
  const iconOnly = size === "icon" || size === "icon_small";
  const button = (
    <button
      type="button"
      aria-keyshortcuts={command && ariaKeys(command)}
      aria-label={iconOnly ? hint : undefined}
      aria-busy={busy || undefined}
      {...rest}
      disabled={rest.disabled || busy}
      className={cn(look({ variant, size }), className)}
    >
      {icon}
      {children}
      {command && showKeys && <Keys command={command} onAccent={variant === "primary"} />}
    </button>
  );
  if (!hint && !(command && !showKeys)) return button;
  return (
    <Tooltip text={hint} command={command}>
      {button}
    </Tooltip>
  );
}

/** The look of a button, for links. */
export function buttonLook(wish?: Parameters<typeof look>[0]): string {
  return cn(look(wish));
}
