import { ArrowUp } from "lucide-react";
import { useController } from "react-hook-form";
import type { Channel } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { channelName } from "@/lib/words";
import { useAnswers, useFieldError } from "./use-answers-form";

const all: readonly Channel[] = ["telegram", "email", "x", "linkedin"];

/** Where a first message goes: the first of the chosen ones on which a person can be reached. */
export function ChannelOrder() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "outreach.channels" });
  const error = useFieldError("outreach.channels");
  const chosen = field.value;
  const rest = all.filter((channel) => !chosen.includes(channel));
  const flip = (channel: Channel, on: boolean) =>
    field.onChange(on ? [...chosen, channel] : chosen.filter((other) => other !== channel));
  const raise = (index: number) =>
    field.onChange(
      chosen.map((channel, at) => chosen[at === index ? index - 1 : at === index - 1 ? index : at] ?? channel),
    );
  return (
    <div className="flex flex-col gap-2">
      <ol className="flex flex-col">
        {[...chosen, ...rest].map((channel, index) => {
          const on = index < chosen.length;
          return (
            <li key={channel} className="flex h-10 items-center gap-3 border-line border-b last:border-b-0">
              <span className="tabular w-4 text-ink-3 text-meta">{on ? index + 1 : ""}</span>
              <ChannelIcon channel={channel} bare />
              <span className={on ? "text-ink text-row" : "text-ink-3 text-row"}>{channelName(channel)}</span>
              <span className="ml-auto flex items-center gap-2">
                {on && index > 0 && (
                  <Button
                    size="icon_small"
                    variant="ghost"
                    hint={`Try ${channelName(channel)} earlier`}
                    onClick={() => raise(index)}
                  >
                    <ArrowUp aria-hidden />
                  </Button>
                )}
                <Switch
                  checked={on}
                  aria-label={`Write on ${channelName(channel)}`}
                  onCheckedChange={(next) => flip(channel, next)}
                />
              </span>
            </li>
          );
        })}
      </ol>
      {error && (
        <p role="alert" className="text-meta text-stop">
          {error}
        </p>
      )}
    </div>
  );
}
