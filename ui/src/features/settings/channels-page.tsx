import { ApolloFields } from "@/components/project/apollo-fields";
import { EmailFields } from "@/components/project/email-fields";
import { TelegramFields } from "@/components/project/telegram-fields";
import { XFields } from "@/components/project/x-fields";
import { ChannelCards } from "./components/channel-cards";
import { ProjectForm } from "./components/project-form";

export function ChannelSettingsPage() {
  return (
    <ProjectForm title="Channels" lead="What messages go out through, and how each connection is right now.">
      <ChannelCards />
      <TelegramFields />
      <EmailFields />
      <XFields />
      <ApolloFields />
    </ProjectForm>
  );
}
