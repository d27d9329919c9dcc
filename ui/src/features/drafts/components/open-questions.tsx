import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DeliveryQuestion, needsPerson } from "@/components/data/delivery-question";
import { Button } from "@/components/ui/button";
import { openQuestionsQuery } from "../queries";

/** Sends whose outcome nobody knows, or that failed: they come before any new draft, one question at a time. */
export function OpenQuestions() {
  const { data } = useQuery(openQuestionsQuery);
  const [all, setAll] = useState(false);
  const open = (data ?? []).filter(needsPerson);
  if (open.length === 0) return null;
  const rest = open.length - 1;
  return (
    <section
      aria-label="Needs an answer first"
      className="flex max-h-[40vh] shrink-0 flex-col gap-2 overflow-y-auto border-line border-b px-4 py-3 inspect:px-6"
    >
      {(all ? open : open.slice(0, 1)).map((row) => (
        <DeliveryQuestion key={row.id} row={row} />
      ))}
      {rest > 0 && (
        <Button variant="link" size="small" className="self-start" onClick={() => setAll(!all)}>
          {all ? "Show one at a time" : rest === 1 ? "1 more delivery needs you" : `${rest} more deliveries need you`}
        </Button>
      )}
    </section>
  );
}
