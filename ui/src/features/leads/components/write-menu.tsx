import { MessageSquarePlus } from "lucide-react";
import { useState } from "react";
import type { Channel, LeadDetail } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useCommand } from "@/lib/hotkeys";
import { channelName } from "@/lib/words";
import { useWriteFor } from "../mutations";

/** Drafts for a channel they can be reached on; a draft that waits there is replaced. */
export function WriteMenu({ lead }: { lead: LeadDetail }) {
  const [open, setOpen] = useState(false);
  const write = useWriteFor(lead.id);
  const able = lead.status !== "suppressed" && lead.handles.length > 0;
  useCommand("leads.write", () => setOpen(true), able && !write.isPending);
  if (!able) return null;
  const channels = [...new Set(lead.handles.map((handle) => handle.kind))];
  const waits = (channel: Channel) =>
    lead.drafts.some((draft) => draft.channel === channel && draft.status === "pending");
  return (
    <Menu
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" icon={<MessageSquarePlus aria-hidden />} command="leads.write" busy={write.isPending}>
          {write.isPending ? "Writing" : "Write"}
        </Button>
      }
      items={channels.map((channel) => ({
        label: waits(channel)
          ? `For ${channelName(channel)}, replaces the draft that waits`
          : `For ${channelName(channel)}`,
        icon: <ChannelIcon channel={channel} bare />,
        onSelect: () => write.mutate(channel),
      }))}
    />
  );
}
