import { Link } from "@tanstack/react-router";

const places = [
  { to: "/settings/project", label: "Project" },
  { to: "/settings/voice", label: "Voice" },
  { to: "/settings/model", label: "Language model" },
  { to: "/settings/judging", label: "Judging" },
  { to: "/settings/channels", label: "Channels" },
  { to: "/settings/sending", label: "Sending" },
  { to: "/settings/limits", label: "Limits" },
  { to: "/settings/egress", label: "Data that leaves" },
  { to: "/settings/data", label: "Data" },
  { to: "/settings/appearance", label: "Appearance" },
] as const;
const tools = [
  { to: "/templates", label: "Templates" },
  { to: "/backtests", label: "Backtests" },
] as const;
const records = [
  { to: "/suppressions", label: "Do not contact" },
  { to: "/activity", label: "Activity" },
] as const;

/** The settings' own short list, at the left of each of their pages. */
export function SettingsNav() {
  return (
    <nav
      aria-label="Settings"
      className="w-[168px] shrink-0 overflow-y-auto border-line border-r p-3 inspect:w-[184px]"
    >
      <Places places={places} />
      <p className="mt-4 mb-1 px-2 text-ink-3 text-meta">Wording and judging</p>
      <Places places={tools} />
      <p className="mt-4 mb-1 px-2 text-ink-3 text-meta">Records</p>
      <Places places={records} />
    </nav>
  );
}

interface PlacesProps {
  places: readonly { to: (typeof places | typeof tools | typeof records)[number]["to"]; label: string }[];
}

function Places({ places }: PlacesProps) {
  return (
    <ul className="flex flex-col gap-px">
      {places.map(({ to, label }) => (
        <li key={to}>
          <Link
            to={to}
            className="flex h-8 items-center rounded-control px-2 font-medium text-ink-2 text-row hover:bg-hover hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:text-ink"
          >
            <span className="truncate">{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
