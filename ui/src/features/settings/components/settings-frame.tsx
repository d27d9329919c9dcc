import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { buttonLook } from "@/components/ui/button";

const places = [
  { to: "/settings/project", label: "Project" },
  { to: "/settings/voice", label: "Voice and model" },
  { to: "/settings/channels", label: "Channels" },
  { to: "/settings/sending", label: "Sending" },
  { to: "/settings/data", label: "Data" },
  { to: "/settings/appearance", label: "Appearance" },
] as const;

interface SettingsFrameProps {
  title: string;
  lead: string;
  children: ReactNode;
  /** Stays at the bottom: save and discard. */
  footer?: ReactNode;
}

/** The pages of the settings, with their own short list at the left. */
export function SettingsFrame({ title, lead, children, footer }: SettingsFrameProps) {
  return (
    <Page
      header={
        <PageHeader
          title="Settings"
          actions={
            <Link to="/setup" className={buttonLook({ variant: "secondary" })}>
              Run the setup again
            </Link>
          }
        />
      }
    >
      <nav aria-label="Settings" className="w-[184px] shrink-0 overflow-y-auto border-line border-r p-3">
        <ul className="flex flex-col gap-px">
          {places.map(({ to, label }) => (
            <li key={to}>
              <Link
                to={to}
                className="flex h-8 items-center rounded-control px-2 font-medium text-ink-2 text-row hover:bg-hover hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:text-ink"
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
        <p className="mt-4 mb-1 px-2 text-ink-3 text-meta">Records</p>
        <ul className="flex flex-col gap-px">
          <li>
            <Link
              to="/suppressions"
              className="flex h-8 items-center rounded-control px-2 font-medium text-ink-2 text-row hover:bg-hover hover:text-ink"
            >
              Do not contact
            </Link>
          </li>
          <li>
            <Link
              to="/activity"
              className="flex h-8 items-center rounded-control px-2 font-medium text-ink-2 text-row hover:bg-hover hover:text-ink"
            >
              Activity
            </Link>
          </li>
        </ul>
      </nav>
      <div className="flex min-w-0 grow flex-col">
        <div className="relative min-h-0 grow overflow-y-auto">
          <div className="mx-auto flex w-full max-w-[720px] flex-col gap-5 p-6">
            <div>
              <h2 className="font-semibold text-ink text-section">{title}</h2>
              <p className="text-ink-2 text-row">{lead}</p>
            </div>
            {children}
          </div>
        </div>
        {footer}
      </div>
    </Page>
  );
}
