import { useQuery } from "@tanstack/react-query";
import { Braces } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { Button } from "@/components/ui/button";
import { variablesQuery } from "../queries";

/** What can be put in, with what it stands for and how it reads. */
export function VariablesMenu({ onInsert }: { onInsert: (name: string) => void }) {
  const variables = useQuery(variablesQuery);
  return (
    <Radix.Root>
      <Radix.Trigger asChild>
        <Button size="small" icon={<Braces aria-hidden />} disabled={!variables.data}>
          Insert
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={4}
          // The cursor goes back to where the words are, not to the button.
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-50 max-h-80 w-80 animate-fade overflow-y-auto rounded-panel border border-line bg-raised p-1 shadow-float"
        >
          {variables.data?.map((variable) => (
            <Radix.Item
              key={variable.name}
              textValue={variable.meaning}
              onSelect={() => onInsert(variable.name)}
              className="flex select-none flex-col rounded-control px-2 py-1.5 data-highlighted:bg-selected data-highlighted:outline-none"
            >
              <span className="text-ink text-row">{variable.meaning}</span>
              <span className="truncate text-ink-3 text-meta">
                {`{{${variable.name}}}`}
                {variable.example && ` · “${variable.example}”`}
              </span>
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
