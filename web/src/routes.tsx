// Which screen stands at which path. Everything that a link can share is in the path or its search.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { Shell } from "./screens/shell";
import { Crash, NotFound } from "./ui/parts";

const root = createRootRoute({ component: Shell });
const text = (v: unknown) => (typeof v === "string" && v !== "" ? v : undefined);
const texts = <K extends string>(...names: K[]) => (search: Record<string, unknown>) =>
  Object.fromEntries(names.map((n) => [n, text(search[n])])) as Partial<Record<K, string>>;

const index = createRoute({ getParentRoute: () => root, path: "/", beforeLoad: () => { throw redirect({ to: "/inbox" }); } });
export const inboxRoute = createRoute({ getParentRoute: () => root, path: "/inbox", validateSearch: texts("q", "status"), component: lazyRouteComponent(() => import("./screens/inbox"), "Inbox") });
export const invoicesRoute = createRoute({
  getParentRoute: () => root, path: "/invoices",
  validateSearch: texts("q", "seller", "status", "currency", "from", "to", "sort"),
  component: lazyRouteComponent(() => import("./screens/invoices"), "Invoices"),
});
export const reviewRoute = createRoute({ getParentRoute: () => root, path: "/invoices/$id", component: lazyRouteComponent(() => import("./screens/review"), "Review") });
export const sellersRoute = createRoute({ getParentRoute: () => root, path: "/sellers", validateSearch: texts("name"), component: lazyRouteComponent(() => import("./screens/sellers"), "Sellers") });
export const documentsRoute = createRoute({ getParentRoute: () => root, path: "/documents", component: lazyRouteComponent(() => import("./screens/documents"), "Documents") });
export const documentRoute = createRoute({ getParentRoute: () => root, path: "/documents/$id", validateSearch: texts("page", "boxes"), component: lazyRouteComponent(() => import("./screens/document"), "DocumentScreen") });
export const searchRoute = createRoute({ getParentRoute: () => root, path: "/search", validateSearch: texts("q", "sort"), component: lazyRouteComponent(() => import("./screens/search"), "Search") });
export const chatRoute = createRoute({ getParentRoute: () => root, path: "/chat", validateSearch: texts("c"), component: lazyRouteComponent(() => import("./screens/chat"), "Chat") });
export const jobsRoute = createRoute({ getParentRoute: () => root, path: "/jobs", validateSearch: texts("state"), component: lazyRouteComponent(() => import("./screens/jobs"), "Jobs") });
export const settingsRoute = createRoute({ getParentRoute: () => root, path: "/settings", component: lazyRouteComponent(() => import("./screens/settings"), "Settings") });

export const router = createRouter({
  routeTree: root.addChildren([index, inboxRoute, invoicesRoute, reviewRoute, sellersRoute, documentsRoute, documentRoute, searchRoute, chatRoute, jobsRoute, settingsRoute]),
  defaultPreload: "intent",
  defaultErrorComponent: Crash,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  interface Register { router: typeof router }
}
