import { Mail, Send } from "lucide-react";
import type { Channel } from "@/api/types";
import { cn } from "@/lib/cn";
import { channelName } from "@/lib/words";

/** A channel's icon; it says its name to screen readers and on hover unless the name stands beside it (`bare`). */
export function ChannelIcon({ channel, bare, className }: { channel: Channel; bare?: boolean; className?: string }) {
  const look = cn("size-4 shrink-0 text-ink-3", className);
  return (
    <span
      {...(bare
        ? { "aria-hidden": true }
        : { role: "img", "aria-label": channelName(channel), title: channelName(channel) })}
      className="inline-flex"
    >
      <Glyph channel={channel} look={look} />
    </span>
  );
}

function Glyph({ channel, look }: { channel: Channel; look: string }) {
  switch (channel) {
    case "telegram":
      return <Send className={look} strokeWidth={1.75} />;
    case "email":
      return <Mail className={look} strokeWidth={1.75} />;
    case "x":
      return (
        <svg
          aria-hidden="true"
          viewBox="0 0 24 24"
          className={look}
          fill="none"
          stroke="currentColor"
          strokeLinecap="round"
        >
          <path d="M5 4.5 19 19.5" strokeWidth="3.25" />
          <path d="M18.5 4.5 5.5 19.5" strokeWidth="1.75" />
        </svg>
      );
    case "linkedin":
      return (
        <svg
          aria-hidden="true"
          viewBox="0 0 24 24"
          className={look}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
        >
          <rect x="3.5" y="3.5" width="17" height="17" rx="3" />
          <path d="M8 11v5.5M8 7.6v.1M12 16.5V11M12 13.4c0-3.2 4.4-3.2 4.4 0v3.1" />
        </svg>
      );
  }
}
