import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { SettingsNav } from "@/components/layout/settings-nav";
import { buttonLook } from "@/components/ui/button";

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
      <SettingsNav />
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
