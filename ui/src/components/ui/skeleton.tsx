import { cn } from "@/lib/cn";

/** A quiet grey bar where text will be. It does not pulse: nothing moves while the user reads. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-3 rounded-[4px] bg-hover", className)} />;
}

/** Rows of a list that is on its way. */
export function SkeletonRows({ rows = 8, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col">
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <div key={row} className="flex h-11 items-center gap-3 px-4">
          <Skeleton className="size-4" />
          <Skeleton className={row % 2 ? "w-40" : "w-52"} />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}
