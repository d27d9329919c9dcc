import { Input } from "@/components/ui/input";
import { useAnswers } from "./use-answers-form";

interface ClockInputProps {
  ids: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };
  name: `outreach.${"working_hours" | "lead_hours"}.${"start" | "end"}`;
}

/** A time of day, always as 09:00; "9" and "930" are completed when the field is left. */
export function ClockInput({ ids, name }: ClockInputProps) {
  const { register, getValues, setValue } = useAnswers();
  const complete = () => {
    const digits = /^(\d{1,2})[:.]?(\d{2})?$/u.exec((getValues(name) ?? "").trim());
    const hour = digits?.[1];
    if (hour)
      setValue(name, `${hour.padStart(2, "0")}:${digits[2] ?? "00"}`, { shouldValidate: true, shouldDirty: true });
  };
  return (
    <Input
      {...ids}
      {...register(name, { onBlur: complete })}
      inputMode="numeric"
      maxLength={5}
      placeholder="09:00"
      className="tabular"
    />
  );
}
