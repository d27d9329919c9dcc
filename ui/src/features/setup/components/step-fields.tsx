import { ApolloFields } from "@/components/project/apollo-fields";
import { CompanyFields } from "@/components/project/company-fields";
import { EmailFields } from "@/components/project/email-fields";
import { Group } from "@/components/project/fields";
import { IcpFields } from "@/components/project/icp-fields";
import { LlmFields } from "@/components/project/llm-fields";
import { PaceFields, SafetyFields, StyleField } from "@/components/project/outreach-fields";
import { TelegramFields } from "@/components/project/telegram-fields";
import { VoiceFields, VoiceNotesFields } from "@/components/project/voice-fields";
import { VoicePreview } from "@/components/project/voice-preview";
import { WorkingHoursFields } from "@/components/project/working-hours-fields";
import { XFields } from "@/components/project/x-fields";

export function StepFields({ step }: { step: number }) {
  switch (step) {
    case 2:
      return <IcpFields />;
    case 3:
      return (
        <>
          <TelegramFields />
          <EmailFields />
          <XFields />
          <ApolloFields />
        </>
      );
    case 4:
      return (
        <>
          <VoiceFields autoFocus />
          <VoicePreview />
          <VoiceNotesFields />
          <LlmFields />
        </>
      );
    case 5:
      return (
        <>
          <StyleField />
          <PaceFields />
          <Group title="Working hours">
            <WorkingHoursFields />
          </Group>
          <SafetyFields />
        </>
      );
    default:
      return <CompanyFields autoFocus />;
  }
}
