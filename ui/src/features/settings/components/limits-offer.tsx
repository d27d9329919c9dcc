import { queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useWatch } from "react-hook-form";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import { projectQuery } from "@/api/shared-queries";
import type { Outreach, PreviewDiff } from "@/api/types";
import { changedLimits, validLimits } from "@/components/project/limits-wish";
import { useAnswers } from "@/components/project/use-answers-form";
import { Button } from "@/components/ui/button";
import { asSentence } from "@/lib/sentence";
import { useSettled } from "@/lib/use-settled";

const offerQuery = (outreach: Outreach | null) =>
  queryOptions({
    queryKey: [...keys.preview, "offer", outreach],
    queryFn: () => api.post<PreviewDiff>("/api/preview/diff", { outreach }),
    enabled: outreach !== null,
  });

/** After a change of numbers: what it would do to the next 14 days, in one line. */
export function LimitsOffer() {
  const { control } = useAnswers();
  const navigate = useNavigate();
  const edited = useSettled(useWatch({ control, name: "outreach" }), 600);
  const { data: project } = useQuery(projectQuery);
  const valid = validLimits(edited);
  const wish = project && valid ? changedLimits(project.outreach, valid) : {};
  const differs = Object.keys(wish).length > 0;
  const offer = useQuery(offerQuery(differs ? valid : null));
  if (!differs || !offer.data) return null;
  return (
    <span role="status">
      <span>. {asSentence(offer.data.sentence)} </span>
      <Button
        variant="link"
        size="small"
        className="text-row align-baseline"
        onClick={() => void navigate({ to: "/preview", search: { view: "what_if", try: wish } })}
      >
        See what changes
      </Button>
    </span>
  );
}
