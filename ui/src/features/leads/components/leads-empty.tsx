import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/feedback/empty-state";
import { Button, buttonLook } from "@/components/ui/button";

interface LeadsEmptyProps {
  filtered: boolean;
  onClear: () => void;
}

export function LeadsEmpty({ filtered, onClear }: LeadsEmptyProps) {
  if (filtered) {
    return (
      <EmptyState kind="nothing" title="No lead matches" action={<Button onClick={onClear}>Clear the filters</Button>}>
        Search looks at name, company and role.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      kind="first"
      title="No leads yet"
      action={
        <Link to="/leads/import" className={buttonLook({ variant: "primary" })}>
          Import a CSV file
        </Link>
      }
    >
      Bring a list from Apollo, HubSpot, Sales Navigator or a spreadsheet, or make demo leads there to look around.
    </EmptyState>
  );
}
