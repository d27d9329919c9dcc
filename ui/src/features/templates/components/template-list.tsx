import type { Channel, Template } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { cn } from "@/lib/cn";
import { channelName } from "@/lib/words";

export const channels: readonly Channel[] = ["telegram", "email", "x", "linkedin"];

/** In the order they stand on screen. */
export function inOrder(templates: readonly Template[]): Template[] {
  return channels.flatMap((channel) =>
    templates
      .filter((template) => template.channel === channel)
      .sort((a, b) => a.variant.localeCompare(b.variant) || a.name.localeCompare(b.name)),
  );
}

interface TemplateListProps {
  templates: readonly Template[];
  current: string | null;
  onOpen: (id: string) => void;
}

/** Templates by channel; a channel without one says what is used instead. */
export function TemplateList({ templates, current, onOpen }: TemplateListProps) {
  return (
    <nav aria-label="Templates" className="flex flex-col gap-4">
      {channels.map((channel) => {
        const own = inOrder(templates).filter((template) => template.channel === channel);
        return (
          <section key={channel} aria-label={channelName(channel)}>
            <h2 className="mb-1 flex items-center gap-1.5 px-2 text-ink-3 text-meta">
              <ChannelIcon channel={channel} bare className="size-3.5" />
              {channelName(channel)}
            </h2>
            {own.length === 0 ? (
              <p className="px-2 py-1 text-ink-3 text-meta">Built-in text</p>
            ) : (
              <ul className="flex flex-col gap-px">
                {own.map((template) => (
                  <li key={template.id}>
                    <button
                      type="button"
                      aria-current={template.id === current || undefined}
                      onClick={() => onOpen(template.id)}
                      className={cn(
                        "flex h-8 w-full items-center gap-2 rounded-control px-2 text-left text-row",
                        template.id === current ? "bg-selected text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
                      )}
                    >
                      <span className="min-w-0 grow truncate font-medium">{template.name}</span>
                      <span className="shrink-0 text-ink-3 text-meta">
                        {template.variant}, {template.enabled ? "on" : "off"}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </nav>
  );
}
