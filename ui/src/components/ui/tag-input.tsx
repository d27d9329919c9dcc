import { X } from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";

interface TagInputProps {
  id?: string;
  value: readonly string[];
  onValueChange: (value: string[]) => void;
  placeholder?: string;
  "aria-label"?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
}

/** A list of words: Enter, Tab or a comma adds, Backspace in the empty field takes the last one back, paste splits. */
export function TagInput({ value, onValueChange, placeholder, ...control }: TagInputProps) {
  const [text, setText] = useState("");
  const add = (raw: string) => {
    const fresh = raw
      .split(/[,;\n]/u)
      .map((tag) => tag.trim())
      .filter(Boolean);
    const known = new Set(value.map((tag) => tag.toLowerCase()));
    const unique = fresh.filter((tag) => {
      const seen = known.has(tag.toLowerCase());
      known.add(tag.toLowerCase());
      return !seen;
    });
    if (unique.length > 0) onValueChange([...value, ...unique]);
    setText("");
  };
  return (
    <div
      className={cn(
        "flex min-h-8 w-full flex-wrap items-center gap-1 rounded-control border border-control bg-surface px-1 py-[3px] focus-within:border-ring focus-within:outline-2 focus-within:outline-ring hover:border-ink-3",
        control["aria-invalid"] && "border-stop-fill",
      )}
    >
      {value.map((tag) => (
        <span
          key={tag}
          className="inline-flex h-6 max-w-full items-center gap-1 rounded-[4px] bg-accent-soft pr-0.5 pl-2 text-accent-ink text-row"
        >
          <span className="truncate">{tag}</span>
          <button
            type="button"
            aria-label={`Remove ${tag}`}
            onClick={() => onValueChange(value.filter((other) => other !== tag))}
            className="flex size-5 items-center justify-center rounded-[4px] hover:bg-selected"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        {...control}
        value={text}
        autoComplete="off"
        placeholder={value.length === 0 ? placeholder : undefined}
        onChange={(event) =>
          /[,;\n]/u.test(event.target.value) ? add(event.target.value) : setText(event.target.value)
        }
        onBlur={() => text.trim() && add(text)}
        onKeyDown={(event) => {
          if ((event.key === "Enter" || event.key === "Tab") && text.trim() && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            add(text);
          }
          if (event.key === "Backspace" && text === "" && value.length > 0) onValueChange(value.slice(0, -1));
        }}
        className="h-6 min-w-16 grow bg-transparent px-1.5 text-ink text-row focus-visible:outline-none"
      />
    </div>
  );
}
