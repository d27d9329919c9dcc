import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { describeProblem } from "@/api/problem";
import type { ImportReport } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Card } from "@/components/layout/card";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useDemoLeads } from "../requests";

const MOST = 10_000;

/** Made-up people to try everything with. */
export function DemoLeads({ onDone }: { onDone: (report: ImportReport) => void }) {
  const [count, setCount] = useState("200");
  const [seed, setSeed] = useState("7");
  const make = useDemoLeads();
  const wanted = Number(count);
  const from = Number(seed);
  const countError = Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST ? undefined : "1 to 10,000";
  const seedError =
    seed.trim() && Number.isInteger(from) && from >= 0 && from <= 4_294_967_295 ? undefined : "A whole number";
  const submit = () => {
    if (!countError && !seedError) make.mutate({ count: wanted, seed: from }, { onSuccess: onDone });
  };
  return (
    <Card title="No list at hand?">
      <form
        className="flex flex-wrap items-start gap-x-4 gap-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="min-w-0 grow basis-full wide:basis-72 text-ink-2 text-row">
          Make demo leads: invented people in six industries, some with posts, some of which try to trick the judge.
          Their addresses lead nowhere. The same seed makes the same people.
        </p>
        <Field label="How many" error={countError} className="w-24">
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              value={count}
              onChange={(e) => setCount(e.target.value)}
              className="tabular"
            />
          )}
        </Field>
        <Field label="Seed" error={seedError} className="w-24">
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              value={seed}
              onChange={(e) => setSeed(e.target.value)}
              className="tabular"
            />
          )}
        </Field>
        <Button type="submit" icon={<FlaskConical aria-hidden />} busy={make.isPending} className="mt-[26px] ml-auto">
          {make.isPending ? "Making them" : "Make demo leads"}
        </Button>
      </form>
      {make.isError && (
        <Callout meaning="stop" title={describeProblem(make.error).title} className="mt-3">
          {describeProblem(make.error).detail}
        </Callout>
      )}
    </Card>
  );
}
