import type { PeopleFilter } from "@/api/types";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TagInput } from "@/components/ui/tag-input";
import { seniorities, sizes } from "../filter-words";
import { TickList } from "./tick-list";

interface FilterFieldsProps {
  value: PeopleFilter;
  onChange: (change: Partial<PeopleFilter>) => void;
}

/** Whom to look for at Apollo. */
export function FilterFields({ value, onChange }: FilterFieldsProps) {
  const tags = (name: "titles" | "locations" | "company_locations" | "company_domains", label: string, eg: string) => (
    <Field label={label}>
      {(ids) => (
        <TagInput {...ids} value={value[name]} onValueChange={(next) => onChange({ [name]: next })} placeholder={eg} />
      )}
    </Field>
  );
  return (
    <>
      {tags("titles", "Job titles", "Head of Support")}
      <TickList
        label="Level"
        value={value.seniorities}
        onValueChange={(next) => onChange({ seniorities: next })}
        options={seniorities}
      />
      <Field label="Words in the profile" optional>
        {(ids) => (
          <Input
            {...ids}
            value={value.keywords}
            placeholder="ticketing"
            onChange={(event) => onChange({ keywords: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 rail:grid-cols-2">
        {tags("locations", "Person in", "Germany")}
        {tags("company_locations", "Company in", "Berlin")}
      </div>
      {tags("company_domains", "Companies, by web address", "brightwell.example")}
      <TickList
        label="Size of the company"
        value={value.company_sizes}
        onValueChange={(next) => onChange({ company_sizes: next })}
        options={sizes}
      />
    </>
  );
}
