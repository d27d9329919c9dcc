import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { PersonEgress } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { sayPurpose } from "@/lib/egress-words";
import { plural } from "@/lib/words";
import { personEgressQuery } from "../queries";

/** Which services got something about this person, what, and what for. */
export function WhoHasSeen({ id }: { id: string }) {
  const seen = useQuery(personEgressQuery(id));
  if (seen.isError) {
    return (
      <p className="text-ink-2 text-row">
        The list did not load.{" "}
        <Button variant="link" onClick={() => void seen.refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!seen.data) return <Skeleton className="w-40" />;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink text-row">{seen.data.sentence}</p>
      {seen.data.hosts.length > 0 && (
        <>
          <ul className="flex flex-col gap-2">
            {seen.data.hosts.map((host) => (
              <Host key={host.host} host={host} />
            ))}
          </ul>
          <Link
            to="/settings/egress"
            search={{ lead_id: id }}
            className="w-fit text-accent-ink text-meta hover:underline"
          >
            Show each request
          </Link>
        </>
      )}
    </div>
  );
}

function Host({ host }: { host: PersonEgress["hosts"][number] }) {
  return (
    <li className="text-meta">
      <p className="truncate font-medium text-ink text-row">
        {host.host}
        {!host.leaves_machine && <span className="font-normal text-ink-3"> on this machine</span>}
      </p>
      <p className="text-ink-2">
        {host.purposes.map(sayPurpose).join(", ")}: {host.fields.join(", ").replaceAll("_", " ")}
      </p>
      <p className="tabular text-ink-3">
        {plural(host.requests, "request")}, last <RelativeTime at={host.last_at} />
      </p>
    </li>
  );
}
