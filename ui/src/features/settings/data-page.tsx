/** Backup, and the project as a readable file. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { DatabaseBackup, Download, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { describeProblem } from "@/api/problem";
import { keys } from "@/api/query-keys";
import type { Project } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Group } from "@/components/project/fields";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { saveText } from "@/lib/save-text";
import { SettingsFrame } from "./components/settings-frame";

export function DataSettingsPage() {
  return (
    <SettingsFrame title="Data" lead="Everything is on this machine. These make copies of it.">
      <Backup />
      <ProjectFile />
    </SettingsFrame>
  );
}

function Backup() {
  const backup = useMutation({ mutationFn: () => api.post<{ path: string }>("/api/backup"), meta: { quiet: true } });
  return (
    <Group
      title="Backup"
      note="One file with leads, drafts, deliveries and settings. Passwords and keys stay in the keychain."
      aside={
        <Button icon={<DatabaseBackup aria-hidden />} busy={backup.isPending} onClick={() => backup.mutate()}>
          {backup.isPending ? "Writing the backup" : "Back up now"}
        </Button>
      }
    >
      {backup.isSuccess && (
        <Callout meaning="go" title="The backup is written">
          <code className="select-text break-all font-mono text-meta">{backup.data.path}</code>
        </Callout>
      )}
      {backup.isError && (
        <Callout meaning="stop" title={describeProblem(backup.error).title}>
          {describeProblem(backup.error).detail}
        </Callout>
      )}
    </Group>
  );
}

function ProjectFile() {
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<{ name: string; text: string } | null>(null);
  const save = useMutation({
    mutationFn: () => api.text("/api/project.yaml"),
    onSuccess: (text) => saveText("project.yaml", text, "application/yaml"),
  });
  const load = useMutation({
    mutationFn: (text: string) => api.raw<Project>("PUT", "/api/project.yaml", text, "application/yaml"),
    onSuccess: (project) => {
      client.setQueryData(keys.project, project);
      toast("The project is replaced. Run the Telegram self-test again before it sends by itself.");
    },
    onSettled: () => setChosen(null),
    meta: { quiet: true, invalidates: ["setup", "channels", "status", "dashboard"] },
  });
  return (
    <Group
      title="Project file"
      note="Company, customers, voice and limits as readable YAML, to keep under version control or to share. It holds no passwords and no keys."
    >
      <div className="flex flex-wrap gap-2">
        <Button icon={<Download aria-hidden />} busy={save.isPending} onClick={() => save.mutate()}>
          Save as a file
        </Button>
        <Button icon={<Upload aria-hidden />} busy={load.isPending} onClick={() => picker.current?.click()}>
          Load from a file
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".yaml,.yml,text/yaml"
          aria-label="Project file to load"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) void file.text().then((text) => setChosen({ name: file.name, text }));
          }}
        />
      </div>
      {load.isError && (
        <Callout meaning="stop" title={describeProblem(load.error).title}>
          {describeProblem(load.error).detail}
        </Callout>
      )}
      <Dialog
        open={chosen !== null}
        onOpenChange={(open) => !open && setChosen(null)}
        title={`Replace the project with ${chosen?.name ?? "this file"}`}
        description="Company, customers, voice, connections and limits become what the file says, dry run included. Leads, drafts and deliveries stay."
        footer={
          <>
            <Button autoFocus onClick={() => setChosen(null)}>
              Keep the current project
            </Button>
            <Button variant="primary" busy={load.isPending} onClick={() => chosen && load.mutate(chosen.text)}>
              Replace it
            </Button>
          </>
        }
      />
    </Group>
  );
}
