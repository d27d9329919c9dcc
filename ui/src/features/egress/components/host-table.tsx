import { House, MoveUpRight } from "lucide-react";
import type { EgressHost } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { sayBytes } from "@/lib/bytes";
import { cn } from "@/lib/cn";
import { sayPurpose } from "@/lib/egress-words";
import { count } from "@/lib/words";

interface HostTableProps {
  hosts: readonly EgressHost[];
  chosen: string | undefined;
  onChoose: (host: string | undefined) => void;
}

/** Who got something, what for, how much. A host is pressed to see only its requests. */
export function HostTable({ hosts, chosen, onChoose }: HostTableProps) {
  return (
    <div className="overflow-x-auto rounded-panel border border-line bg-surface">
      <table className="w-full text-row">
        <thead>
          <tr className="border-line border-b text-left text-ink-3 text-meta">
            <th scope="col" className="h-8 pr-4 pl-4 font-normal">
              Service
            </th>
            <th scope="col" className="pr-4 font-normal">
              For
            </th>
            <th scope="col" className="pr-4 text-right font-normal">
              Requests
            </th>
            <th scope="col" className="pr-4 text-right font-normal">
              People
            </th>
            <th scope="col" className="hidden pr-4 text-right font-normal inspect:table-cell">
              Sent
            </th>
            <th scope="col" className="hidden pr-4 text-right font-normal inspect:table-cell">
              Last
            </th>
          </tr>
        </thead>
        <tbody className="tabular">
          {hosts.map((host) => {
            const on = host.host === chosen;
            return (
              <tr
                key={host.host}
                className={cn("border-line border-b last:border-b-0", on ? "bg-selected" : "hover:bg-hover")}
              >
                <td className="max-w-52 py-1.5 pr-4 pl-4">
                  <button
                    type="button"
                    aria-pressed={on}
                    onClick={() => onChoose(on ? undefined : host.host)}
                    className="block max-w-full truncate rounded-[4px] text-left font-medium text-ink hover:underline"
                  >
                    {host.host}
                  </button>
                  <span className="flex items-center gap-1 whitespace-nowrap text-ink-3 text-meta">
                    {host.leaves_machine ? (
                      <>
                        <MoveUpRight aria-hidden className="size-3" />
                        another machine
                      </>
                    ) : (
                      <>
                        <House aria-hidden className="size-3" />
                        this machine
                      </>
                    )}
                  </span>
                </td>
                <td className="pr-4 text-ink-2">{host.purposes.map(sayPurpose).join(", ")}</td>
                <td className="whitespace-nowrap pr-4 text-right text-ink">
                  {count(host.requests)}
                  {host.refused > 0 && <span className="block text-meta text-stop">{count(host.refused)} refused</span>}
                </td>
                <td className="pr-4 text-right text-ink">{count(host.people)}</td>
                <td className="hidden whitespace-nowrap pr-4 text-right text-ink-2 inspect:table-cell">
                  {sayBytes(host.bytes_out)}
                </td>
                <td className="hidden whitespace-nowrap pr-4 text-right text-ink-3 text-meta inspect:table-cell">
                  <RelativeTime at={host.last_at} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
