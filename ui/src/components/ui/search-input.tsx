import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { useCommand } from "@/lib/hotkeys";
import { controlLook } from "./input";
import { Keys } from "./kbd";

interface SearchInputProps {
  label: string;
  value: string;
  onSearch: (text: string) => void;
  className?: string;
}
const SETTLE_MS = 180;

/** The list's search: `/` brings the focus here, typing searches after a breath, Enter goes on in the list, Esc clears. */
export function SearchInput({ label, value, onSearch, className }: SearchInputProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useCommand("list.search", () => {
    field.current?.focus();
    field.current?.select();
  });
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = (next: string, at: "once" | "settled") => {
    setText(next);
    clearTimeout(timer.current);
    if (at === "once") onSearch(next);
    else timer.current = setTimeout(() => onSearch(next), SETTLE_MS);
  };
  return (
    <div className={cn("relative w-52", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-ink-3" />
      <input
        ref={field}
        type="text"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => change(event.target.value, "settled")}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            change(text, "once");
            field.current?.blur();
          }
          if (event.key === "Escape") {
            event.preventDefault();
            if (text) change("", "once");
            field.current?.blur();
          }
        }}
        className={cn(controlLook, "h-8 px-8")}
      />
      <span className="absolute top-1.5 right-1.5">
        {text ? (
          <button
            type="button"
            aria-label="Clear search"
            onClick={() => change("", "once")}
            className="flex size-5 items-center justify-center rounded-[4px] text-ink-3 hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        ) : (
          <Keys command="list.search" />
        )}
      </span>
    </div>
  );
}
