import { useNavigate } from "@tanstack/react-router";
import { FlaskConical } from "lucide-react";
import { useController } from "react-hook-form";
import { GuidanceField, ThresholdField, WeightFields } from "@/components/judging/judging-editor";
import { Group } from "@/components/project/fields";
import { useAnswers, useFieldError } from "@/components/project/use-answers-form";
import { Button } from "@/components/ui/button";
import { ProjectForm } from "./components/project-form";

export function JudgingSettingsPage() {
  return (
    <ProjectForm
      title="Judging"
      lead="What makes a lead. New runs use it; leads already judged keep their verdict until a backtest is applied."
    >
      <JudgingFields />
    </ProjectForm>
  );
}

function JudgingFields() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "judging" });
  const guidance = useFieldError("judging.guidance");
  const weights = useFieldError("judging.weights");
  const navigate = useNavigate();
  return (
    <>
      <Group
        title="Score"
        note="How much each part counts, as its share of all."
        aside={
          <Button
            icon={<FlaskConical aria-hidden />}
            hint="Shows who would come in and who would drop out. Changes nothing."
            onClick={() => void navigate({ to: "/backtests", search: { judging: field.value } })}
          >
            Try on past leads
          </Button>
        }
      >
        <WeightFields value={field.value} onChange={field.onChange} error={weights} />
        <ThresholdField value={field.value} onChange={field.onChange} />
      </Group>
      <Group title="Guidance">
        <GuidanceField value={field.value} onChange={field.onChange} error={guidance} />
      </Group>
    </>
  );
}
