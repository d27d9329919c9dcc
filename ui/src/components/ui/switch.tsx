import { Switch as Radix } from "radix-ui";

interface SwitchProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string | undefined;
  disabled?: boolean;
}

export function Switch(props: SwitchProps) {
  return (
    <Radix.Root
      {...props}
      // In a list, the switch is for the hand; the row around it stays where it is.
      onClick={(event) => event.stopPropagation()}
      className="relative h-5 w-9 shrink-0 rounded-full bg-control transition-colors duration-150 disabled:opacity-50 data-[state=checked]:bg-accent"
    >
      <Radix.Thumb className="block size-4 translate-x-0.5 rounded-full bg-[white] transition-transform duration-150 data-[state=checked]:translate-x-[18px]" />
    </Radix.Root>
  );
}
