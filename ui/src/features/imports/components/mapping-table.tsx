import type { ImportColumn, LeadField } from "@/api/types";
import { MeaningIcon } from "@/components/ui/pill";
import { Select } from "@/components/ui/select";
import { fieldOptions } from "../lead-fields";

interface MappingTableProps {
  columns: readonly ImportColumn[];
  fields: readonly LeadField[];
  onField: (index: number, field: LeadField) => void;
}

/** Which column holds what: the suggestion, how sure it is, and the first cells to check it by. */
export function MappingTable({ columns, fields, onField }: MappingTableProps) {
  return (
    <div className="overflow-x-auto rounded-panel border border-line bg-surface">
      <table className="w-full min-w-[620px] table-fixed border-collapse text-row">
        <colgroup>
          <col className="w-[26%]" />
          <col className="w-[34%]" />
          <col className="w-[188px]" />
          <col className="w-[104px]" />
        </colgroup>
        <thead>
          <tr className="border-line border-b text-left text-ink-3 text-meta">
            <th className="h-8 px-4 font-normal">Column in the file</th>
            <th className="px-2 font-normal">First cells</th>
            <th className="px-2 font-normal">Becomes</th>
            <th className="px-4 font-normal">
              <span className="sr-only">How sure</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column, index) => {
            const field = fields[index] ?? "ignore";
            const header = column.header.trim() || `Column ${column.index + 1}`;
            return (
              <tr key={column.index} className="border-line border-b last:border-b-0">
                <th scope="row" className="h-11 truncate px-4 text-left font-medium text-ink" title={header}>
                  {header}
                </th>
                <td className="truncate px-2 text-ink-2" title={column.samples.join("\n")}>
                  {column.samples.filter(Boolean).join(" · ") || <span className="text-ink-3">empty</span>}
                </td>
                <td className="px-2">
                  <Select
                    aria-label={`${header} becomes`}
                    value={field}
                    onValueChange={(next) => onField(index, next)}
                    options={fieldOptions}
                    className={field === "ignore" ? "text-ink-3" : ""}
                  />
                </td>
                <td className="px-4">
                  <Certainty column={column} field={field} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Certainty({ column, field }: { column: ImportColumn; field: LeadField }) {
  if (field !== column.field) return <span className="text-accent-ink text-meta">Your choice</span>;
  if (field === "ignore") return <span className="text-ink-3 text-meta">Left out</span>;
  return (
    <span className="flex items-center gap-1.5 text-ink-2 text-meta">
      <MeaningIcon meaning={column.certain ? "go" : "wait"} />
      {column.certain ? "Sure" : "A guess"}
    </span>
  );
}
