import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { channelsQuery } from "@/api/shared-queries";
import type { ChannelView, Mode } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Button } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { Said } from "@/lib/meaning";
import { asSentence } from "@/lib/sentence";
import { channelName } from "@/lib/words";

const modes: Record<Mode, string> = {
  automatic: "sends by itself",
  assisted: "you press the last key",
  forbidden: "not allowed",
};

function sayChannel(channel: ChannelView): Said {
  if (channel.paused) return { word: "Stopped after failures", meaning: "stop" };
  return channel.ready ? { word: "Ready", meaning: "go" } : { word: "Not ready", meaning: "wait" };
}

/** Each connection as it is right now. */
export function ChannelCards() {
  const channels = useQuery(channelsQuery);
  if (channels.isError) return <ProblemNotice error={channels.error} onRetry={() => void channels.refetch()} />;
  if (!channels.data) return <SkeletonRows rows={2} />;
  return (
    <ul className="flex flex-col overflow-hidden rounded-panel border border-line bg-surface">
      {channels.data.map((channel) => (
        <ChannelRow key={channel.channel} channel={channel} />
      ))}
    </ul>
  );
}

function ChannelRow({ channel }: { channel: ChannelView }) {
  const resume = useMutation({
    mutationFn: () => api.post<ChannelView>(`/api/channels/${channel.channel}/resume`),
    meta: { invalidates: ["channels", "status", "dashboard", "deliveries"] },
  });
  const limit = channel.limit_today === null ? "" : ` of ${channel.limit_today}`;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-3 last:border-b-0">
      <ChannelIcon channel={channel.channel} bare />
      <div className="min-w-0 grow basis-60">
        <p className="text-ink text-row">
          <span className="font-medium">{channelName(channel.channel)}</span>
          <span className="tabular text-ink-3">
            {" "}
            · {modes[channel.mode]} · {channel.sent_today}
            {limit} today
          </span>
        </p>
        <p className="text-ink-2 text-meta">
          {asSentence(channel.sentence)} {!channel.ready && channel.fix && asSentence(channel.fix)}
        </p>
      </div>
      <StatePill said={sayChannel(channel)} />
      {channel.paused && (
        <Button size="small" busy={resume.isPending} onClick={() => resume.mutate()}>
          Send again
        </Button>
      )}
    </li>
  );
}
