import { ChannelOrder } from "@/components/project/channel-order";
import { Group, NumberField } from "@/components/project/fields";
import { PaceFields, SafetyFields, StyleField } from "@/components/project/outreach-fields";
import { WorkingHoursFields } from "@/components/project/working-hours-fields";
import { ProjectForm } from "./components/project-form";

export function SendingSettingsPage() {
  return (
    <ProjectForm
      title="Sending"
      lead="Limits stack, and the smallest wins. They are counted from what was really sent."
    >
      <SafetyFields />
      <Group
        title="Channels"
        note="A first message goes to the first of these on which a person can be reached. On a lead's page you can write for another."
      >
        <ChannelOrder />
      </Group>
      <Group title="Pace">
        <PaceFields />
      </Group>
      <ChannelPace channel="telegram" title="Telegram, new chats" />
      <ChannelPace channel="email" title="Email" />
      <Group title="Working hours">
        <WorkingHoursFields />
      </Group>
      <Group title="Style">
        <StyleField />
      </Group>
    </ProjectForm>
  );
}

function ChannelPace({ channel, title }: { channel: "telegram" | "email"; title: string }) {
  return (
    <Group title={title} note="The pause between two messages is drawn at random between the two.">
      <div className="grid gap-4 rail:grid-cols-3">
        <NumberField name={`outreach.${channel}.per_day`} label="At most" unit="a day" min={0} max={1000} />
        <NumberField name={`outreach.${channel}.gap_min_secs`} label="Shortest pause" unit="seconds" min={0} />
        <NumberField name={`outreach.${channel}.gap_max_secs`} label="Longest pause" unit="seconds" min={0} />
      </div>
    </Group>
  );
}
