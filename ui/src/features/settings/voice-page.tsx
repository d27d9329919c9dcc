import { Group } from "@/components/project/fields";
import { VoiceFields, VoiceNotesFields } from "@/components/project/voice-fields";
import { VoicePreview } from "@/components/project/voice-preview";
import { ProjectForm } from "./components/project-form";

export function VoiceSettingsPage() {
  return (
    <ProjectForm
      title="Voice"
      lead="Who signs the messages and how they sound. Drafts already written keep their text."
    >
      <Group title="Voice">
        <VoiceFields />
        <VoiceNotesFields />
      </Group>
      <VoicePreview />
    </ProjectForm>
  );
}
