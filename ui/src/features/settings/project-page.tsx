import { CompanyFields } from "@/components/project/company-fields";
import { Group } from "@/components/project/fields";
import { IcpFields } from "@/components/project/icp-fields";
import { ProjectForm } from "./components/project-form";

export function ProjectSettingsPage() {
  return (
    <ProjectForm
      title="Project"
      lead="What you sell and who should hear from you. New runs use it; past verdicts stay as they are."
    >
      <Group title="Company">
        <CompanyFields />
      </Group>
      <Group title="Ideal customers">
        <IcpFields />
      </Group>
    </ProjectForm>
  );
}
