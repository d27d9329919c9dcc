/** What floats over every page, wizard included: tooltips, toasts, palette, shortcut sheet; and the one key listener. */
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { TooltipProvider } from "@/components/ui/tooltip";
import { useCommand, useHotkeys } from "@/lib/hotkeys";
import { setTheme, useShownTheme } from "@/lib/theme";
import { CommandPalette } from "./command-palette";
import { ShortcutSheet } from "./shortcut-sheet";

export function Overlays({ children }: { children: ReactNode }) {
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const theme = useShownTheme();
  useHotkeys();
  useCommand("app.palette", () => setPalette((open) => !open));
  useCommand("app.shortcuts", () => setSheet(true));
  useCommand("theme.system", () => setTheme("system"));
  useCommand("theme.light", () => setTheme("light"));
  useCommand("theme.dark", () => setTheme("dark"));
  return (
    <TooltipProvider>
      {children}
      <CommandPalette open={palette} onOpenChange={setPalette} />
      <ShortcutSheet open={sheet} onOpenChange={setSheet} />
      <Toaster
        theme={theme}
        position="bottom-right"
        // Above the status line and a page's bottom bar: a toast never covers the button of the next decision.
        offset={{ bottom: 104, right: 24 }}
        toastOptions={{
          unstyled: true,
          classNames: {
            toast:
              "flex w-[min(356px,calc(100vw-32px))] items-center gap-3 rounded-panel border border-line bg-raised px-4 py-3 text-ink text-row shadow-float font-sans",
            content: "min-w-0 grow",
            title: "font-medium text-ink",
            description: "text-ink-2",
            icon: "text-ink-3 shrink-0",
            actionButton:
              "shrink-0 rounded-control border border-control/60 bg-raised px-2 h-7 font-medium text-meta text-ink hover:bg-hover",
          },
        }}
      />
    </TooltipProvider>
  );
}
