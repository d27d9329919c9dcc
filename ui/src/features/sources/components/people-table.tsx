import { Mail } from "lucide-react";
import type { DirectoryEntry } from "@/api/types";
import { Checkbox } from "@/components/ui/checkbox";
import { Badge } from "@/components/ui/pill";

interface PeopleTableProps {
  entries: readonly DirectoryEntry[];
  picked: ReadonlyMap<string, DirectoryEntry>;
  onPicked: (change: (before: ReadonlyMap<string, DirectoryEntry>) => ReadonlyMap<string, DirectoryEntry>) => void;
}

/** A page of people; ticks stay when another page is looked at. */
export function PeopleTable({ entries, picked, onPicked }: PeopleTableProps) {
  const here = entries.filter((entry) => picked.has(entry.id)).length;
  const set = (changed: readonly DirectoryEntry[], on: boolean) =>
    onPicked((before) => {
      const after = new Map(before);
      for (const entry of changed) {
        if (on) after.set(entry.id, entry);
        else after.delete(entry.id);
      }
      return after;
    });
  return (
    <div className="min-h-0 grow overflow-auto">
      <table className="w-full table-fixed text-row">
        <thead>
          <tr className="sticky top-0 z-10 bg-canvas text-ink-3 text-meta shadow-[inset_0_-1px_0_var(--line)]">
            <th scope="col" className="h-8 w-12 pl-6 text-left font-normal">
              <Checkbox
                aria-label="Tick everybody on this page"
                checked={here === entries.length ? true : here > 0 ? "indeterminate" : false}
                onCheckedChange={(on) => set(entries, on)}
              />
            </th>
            <th scope="col" className="pr-4 text-left font-normal">
              Name
            </th>
            <th scope="col" className="pr-4 text-left font-normal">
              Role, company
            </th>
            <th scope="col" className="w-40 pr-6 text-left font-normal">
              What there is
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} className="border-line border-b hover:bg-hover">
              <td className="h-11 pl-6">
                <Checkbox
                  id={`pick-${entry.id}`}
                  checked={picked.has(entry.id)}
                  onCheckedChange={(on) => set([entry], on)}
                />
              </td>
              <td className="truncate pr-4">
                <label htmlFor={`pick-${entry.id}`} className="block truncate font-medium text-ink">
                  {entry.name}
                </label>
              </td>
              <td className="truncate pr-4 text-ink-2">
                {[entry.title, entry.company].filter(Boolean).join(", ") || "–"}
              </td>
              <td className="pr-6">
                <What entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function What({ entry }: { entry: DirectoryEntry }) {
  if (entry.known) return <Badge accent>Known, costs nothing</Badge>;
  if (!entry.has_email) return <span className="text-ink-3 text-meta">No email address</span>;
  return (
    <span className="flex items-center gap-1.5 text-ink-2 text-meta">
      <Mail aria-hidden className="size-3.5 text-ink-3" />
      Email address
    </span>
  );
}
