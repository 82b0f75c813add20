// What stands around every screen: where one can go, who one is, and the drop of files anywhere.
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { useContext } from "react";
import { useReached } from "../api/line";
import { meQuery, useMay } from "../api/queries";
import { signOut } from "../api/session";
import { type Key, type Language, languages, useWords, WordsContext } from "../i18n";
import { Failure, Loading } from "../ui/parts";
import { useTheme } from "../ui/theme";
import { Uploads, useDrop } from "../ui/uploads";

const places: { to: string; label: Key; scope: string }[] = [
  { to: "/inbox", label: "nav.inbox", scope: "invoices:read" },
  { to: "/invoices", label: "nav.invoices", scope: "invoices:read" },
  { to: "/sellers", label: "nav.sellers", scope: "invoices:read" },
  { to: "/documents", label: "nav.documents", scope: "documents:read" },
  { to: "/search", label: "nav.search", scope: "search:read" },
  { to: "/chat", label: "nav.chat", scope: "chat:read" },
  { to: "/jobs", label: "nav.jobs", scope: "jobs:read" },
  { to: "/settings", label: "nav.settings", scope: "" },
];

export function Shell() {
  const { t } = useWords();
  const me = useQuery(meQuery);
  const may = useMay();
  const up = useReached();
  const drop = useDrop(may("invoices:write"));
  return (
    <div className={`shell ${drop.over ? "dropping" : ""}`} data-drop={t("upload.drop")} {...drop.handlers}>
      <a className="skip" href="#main">{t("nav.skip")}</a>
      <header className="topbar">
        <Link to="/inbox" className="brand"><img src="/icon.svg" alt="" width="22" height="22" />Docket</Link>
        <span className="where">{me.data?.workspace_name}</span>
        <TopEnd name={me.data?.api_key_name ?? me.data?.role ?? ""} />
      </header>
      <nav className="nav" aria-label={t("nav.main")}>
        <ul>
          {places.filter((p) => !p.scope || may(p.scope)).map((p) => (
            <li key={p.to}><Link to={p.to} activeProps={{ "aria-current": "page" }}>{t(p.label)}</Link></li>
          ))}
          <li><a href="/docs" target="_blank" rel="noreferrer">{t("nav.docs")}</a></li>
        </ul>
      </nav>
      <main className="main" id="main" tabIndex={-1}>{!up && <p className="notice warn lost" role="alert">{t("problem.connection")}</p>}{me.data ? <Outlet /> : me.isError ? <div className="screen"><Failure error={me.error} retry={() => void me.refetch()} /></div> : <div className="screen"><Loading /></div>}</main>
      <Uploads />
    </div>
  );
}

function TopEnd({ name }: { name: string }) {
  const { t, language } = useWords();
  const { choose } = useContext(WordsContext);
  const [theme, setTheme] = useTheme();
  return (
    <div className="end">
      <select aria-label={t("settings.language")} value={language} onChange={(e) => choose(e.target.value as Language)}>
        {Object.entries(languages).map(([code, label]) => <option key={code} value={code} lang={code}>{label}</option>)}
      </select>
      <button type="button" className="plain" aria-label={t(theme === "dark" ? "theme.light" : "theme.dark")} onClick={() => setTheme(theme === "dark" ? "light" : "dark")}>
        <span aria-hidden="true">{theme === "dark" ? "☀" : "☾"}</span>
      </button>
      <button type="button" className="plain" onClick={() => void signOut()} title={name}>{t("act.signout")}</button>
    </div>
  );
}
