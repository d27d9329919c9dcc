/** The team's own wording: which templates there are, the words of one, and how it reads. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import type { Channel, Template } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Menu } from "@/components/ui/menu";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { useListCursor } from "@/lib/use-list-cursor";
import { channelName } from "@/lib/words";
import { TemplateEditor } from "./components/template-editor";
import { channels, inOrder, TemplateList } from "./components/template-list";
import { type TemplateAnswers, templatesQuery, useDeleteTemplate } from "./queries";

const route = getRouteApi("/shell/templates");

export function TemplatesPage() {
  const { id = null, fresh } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(templatesQuery);
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<Template | null>(null);
  // Half-written words survive a look at another template.
  const typed = useRef(new Map<string, TemplateAnswers>());
  const keep = (key: string) => (words: TemplateAnswers | undefined) => {
    if (words) typed.current.set(key, words);
    else typed.current.delete(key);
  };
  const templates = query.data ?? [];
  const at = templates.find((template) => template.id === id);
  const open = (next: string | null) => void navigate({ search: { id: next ?? undefined }, replace: true });
  const begin = (channel: Channel) => void navigate({ search: { fresh: channel }, replace: true });
  useListCursor({ ids: inOrder(templates).map((template) => template.id), cursor: id, onCursor: open });
  useCommand("templates.new", () => setAdding(true));
  useCommand("list.back", () => open(null), id !== null || fresh !== undefined);
  const add = (
    <Menu
      open={adding}
      onOpenChange={setAdding}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />} command="templates.new">
          New template
        </Button>
      }
      items={channels.map((channel) => ({
        label: `For ${channelName(channel)}`,
        icon: <ChannelIcon channel={channel} bare />,
        onSelect: () => begin(channel),
      }))}
    />
  );
  const editing = at || fresh;
  return (
    <Page
      header={
        <PageHeader
          title="Templates"
          total={query.data?.length}
          actions={(templates.length > 0 || editing !== undefined) && add}
        />
      }
    >
      {query.isError ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows label="Loading templates" />
      ) : templates.length === 0 && !fresh ? (
        <EmptyState kind="first" title="Drafts use the built-in text" action={add}>
          Write your own words for a channel and they take its place. Start from the built-in text, so that nothing is
          lost.
        </EmptyState>
      ) : (
        <>
          <div className="w-[208px] shrink-0 overflow-y-auto border-line border-r p-3">
            <TemplateList templates={templates} current={id} onOpen={open} />
          </div>
          {at ? (
            <TemplateEditor
              key={`${at.id}-${at.updated_at}`}
              template={at}
              start={answersOf(at)}
              typed={typed.current.get(at.id)}
              onType={keep(at.id)}
              onSaved={(saved) => open(saved.id)}
              onDelete={() => setDeleting(at)}
            />
          ) : fresh ? (
            <TemplateEditor
              key={fresh}
              template={null}
              start={{ name: "", channel: fresh, variant: "A", subject: null, body: "", enabled: true }}
              typed={typed.current.get(fresh)}
              onType={keep(fresh)}
              onSaved={(saved) => open(saved.id)}
              onDelete={null}
            />
          ) : (
            <EmptyState kind="nothing" title="Choose a template">
              Its words and how they read for one person show here.
            </EmptyState>
          )}
        </>
      )}
      <DeleteTemplate template={deleting} onClose={() => setDeleting(null)} onDeleted={() => open(null)} />
    </Page>
  );
}

function answersOf({ name, channel, variant, subject, body, enabled }: Template): TemplateAnswers {
  return { name, channel, variant, subject, body, enabled };
}

interface DeleteTemplateProps {
  template: Template | null;
  onClose: () => void;
  onDeleted: () => void;
}

function DeleteTemplate({ template, onClose, onDeleted }: DeleteTemplateProps) {
  const remove = useDeleteTemplate();
  return (
    <Dialog
      open={template !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${template?.name ?? ""}`}
      description="Its words are gone for good. Drafts already written with it keep their text; new ones use the built-in text."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="danger"
            busy={remove.isPending}
            onClick={() =>
              template &&
              remove.mutate(template, {
                onSuccess: () => {
                  onClose();
                  onDeleted();
                },
              })
            }
          >
            Delete the template
          </Button>
        </>
      }
    />
  );
}
