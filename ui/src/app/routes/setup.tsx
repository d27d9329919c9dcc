/** The wizard (full window, hangs under the root) and the settings (in the frame). */
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { z } from "zod";
import { rootRoute, shellRoute } from "../root-route";

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  component: lazyRouteComponent(() => import("@/features/setup/setup-page"), "SetupPage"),
});

const setupNextRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup/next",
  component: lazyRouteComponent(() => import("@/features/setup/next-page"), "SetupNextPage"),
});

export const setupRoutes = [setupRoute, setupNextRoute];

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings",
  beforeLoad: () => {
    throw redirect({ href: "/settings/project" });
  },
});

const projectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/project",
  component: lazyRouteComponent(() => import("@/features/settings/project-page"), "ProjectSettingsPage"),
});

const voiceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/voice",
  component: lazyRouteComponent(() => import("@/features/settings/voice-page"), "VoiceSettingsPage"),
});

const channelsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/channels",
  component: lazyRouteComponent(() => import("@/features/settings/channels-page"), "ChannelSettingsPage"),
});

const sendingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/sending",
  component: lazyRouteComponent(() => import("@/features/settings/sending-page"), "SendingSettingsPage"),
});

const limitsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/limits",
  component: lazyRouteComponent(() => import("@/features/settings/limits-page"), "LimitSettingsPage"),
});

const modelRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/model",
  component: lazyRouteComponent(() => import("@/features/settings/model-page"), "ModelSettingsPage"),
});

const judgingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/judging",
  component: lazyRouteComponent(() => import("@/features/settings/judging-page"), "JudgingSettingsPage"),
});

export const egressSearch = z.object({
  host: z.string().optional().catch(undefined),
  purpose: z
    .enum(["search", "judge", "enrich", "write", "handle_check", "send", "inbox", "connect", "model_download"])
    .optional()
    .catch(undefined),
  lead_id: z.string().optional().catch(undefined),
});

const egressRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/egress",
  validateSearch: egressSearch,
  component: lazyRouteComponent(() => import("@/features/egress/egress-page"), "EgressPage"),
});

const dataRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/data",
  component: lazyRouteComponent(() => import("@/features/settings/data-page"), "DataSettingsPage"),
});

const appearanceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings/appearance",
  component: lazyRouteComponent(() => import("@/features/settings/appearance-page"), "AppearanceSettingsPage"),
});

export const settingsRoutes = [
  settingsRoute,
  projectRoute,
  voiceRoute,
  channelsRoute,
  sendingRoute,
  limitsRoute,
  modelRoute,
  judgingRoute,
  egressRoute,
  dataRoute,
  appearanceRoute,
];
