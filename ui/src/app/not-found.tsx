import { EmptyState } from "@/components/feedback/empty-state";
import { buttonLook } from "@/components/ui/button";

export function NotFound() {
  return (
    <EmptyState
      kind="nothing"
      title="There is no such page"
      action={
        <a href="/dashboard" className={buttonLook({ variant: "secondary" })}>
          Go to Dashboard
        </a>
      }
    >
      The address may be from an older version.
    </EmptyState>
  );
}
