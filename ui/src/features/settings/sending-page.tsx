import { ChannelOrder } from "@/components/project/channel-order";
import { Group } from "@/components/project/fields";
import { SafetyFields, StyleField, UndoField } from "@/components/project/outreach-fields";
import { ProjectForm } from "./components/project-form";

export function SendingSettingsPage() {
  return (
    <ProjectForm
      title="Sending"
      lead="Whether you are asked, where messages go, and how bold they are. How many and when is under Limits."
    >
      <SafetyFields />
      <Group
        title="Channels"
        note="A first message goes to the first of these on which a person can be reached. On a lead's page you can write for another."
      >
        <ChannelOrder />
      </Group>
      <Group title="Second thoughts">
        <UndoField />
      </Group>
      <Group title="Style">
        <StyleField />
      </Group>
    </ProjectForm>
  );
}
