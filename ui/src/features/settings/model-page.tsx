import { LlmFields } from "@/components/project/llm-fields";
import { ModelNow } from "./components/model-now";
import { ProjectForm } from "./components/project-form";
import { UsageTable } from "./components/usage-table";

export function ModelSettingsPage() {
  return (
    <ProjectForm
      title="Language model"
      lead="Who judges and writes. An answer that was received once is kept and never asked for twice."
    >
      <ModelNow />
      <LlmFields />
      <UsageTable />
    </ProjectForm>
  );
}
