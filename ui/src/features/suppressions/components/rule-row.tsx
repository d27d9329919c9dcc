import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { LeadDetail, SuppressionView } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Button } from "@/components/ui/button";
import { sayKind } from "../kinds";

interface RuleRowProps {
  rule: SuppressionView;
  current: boolean;
  onRemove: () => void;
}

export function RuleRow({ rule, current, onRemove }: RuleRowProps) {
  return (
    <div className="grid h-full grid-cols-[72px_minmax(0,1.2fr)_minmax(0,1fr)_136px] inspect:grid-cols-[84px_minmax(0,1.2fr)_minmax(0,1.6fr)_84px_148px] items-center gap-4 px-6 text-row">
      <span className="text-ink-3">{sayKind(rule.kind)}</span>
      <span className="truncate font-medium text-ink">
        {rule.kind === "person" ? <PersonName id={rule.value} /> : rule.value}
      </span>
      <span className="truncate text-ink-2" title={rule.reason}>
        {rule.reason || "No reason given"}
      </span>
      <span className="hidden text-ink-3 text-meta inspect:inline">
        <RelativeTime at={rule.created_at} />
      </span>
      <span className="text-right">
        <Button
          size="small"
          variant="ghost"
          tabIndex={current ? 0 : -1}
          aria-label={`Allow contact again: ${rule.kind === "person" ? "this person" : rule.value}`}
          onClick={onRemove}
          className="-mr-2"
        >
          Allow contact again
        </Button>
      </span>
    </div>
  );
}

/** The rule holds a person by id; the screen says the name. */
function PersonName({ id }: { id: string }) {
  const lead = useQuery({
    queryKey: [...keys.leads, id],
    queryFn: ({ signal }) => api.get<LeadDetail>(`/api/leads/${id}`, undefined, signal),
    retry: false,
  });
  if (lead.isError) return <span className="text-ink-3">A deleted lead</span>;
  return (
    <Link to="/leads/$id" params={{ id }} tabIndex={-1} className="hover:underline">
      {lead.data?.name ?? "A lead"}
    </Link>
  );
}
