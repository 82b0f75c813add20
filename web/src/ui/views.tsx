// Filters under a name, kept in this browser for the workspace.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { meQuery } from "../api/queries";
import { useWords } from "../i18n";

type Search = Record<string, string | undefined>;
type View = { name: string; search: Search };
type Props = { screen: string; search: Search; go: (search: Search) => void };

const MOST = 30;

export function Views({ screen, search, go }: Props) {
  const { t } = useWords();
  const me = useQuery(meQuery);
  const stored = `docket.views.${me.data?.workspace_id}.${screen}`;
  const [views, setViews] = useState<View[]>([]);
  useEffect(() => { if (me.data) setViews(JSON.parse(localStorage.getItem(stored) ?? "[]")); }, [me.data, stored]);
  const keep = (next: View[]) => { setViews(next); localStorage.setItem(stored, JSON.stringify(next)); };
  const set = Object.fromEntries(Object.entries(search).filter(([, v]) => v)) as Search;
  const same = (v: View) => JSON.stringify(Object.entries(v.search).sort()) === JSON.stringify(Object.entries(set).sort());
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const name = String(new FormData(e.currentTarget).get("view")).trim();
    if (name) keep([...views.filter((v) => v.name !== name), { name, search: set }].slice(-MOST));
    e.currentTarget.reset();
  };
  const current = views.find(same);
  if (!me.data) return null;
  return (
    <div className="row" role="group" aria-label={t("views.title")}>
      {views.map((v) => <button type="button" key={v.name} className={`small ${v === current ? "primary" : ""}`} aria-pressed={v === current} onClick={() => go(v.search)}>{v.name}</button>)}
      {current && <button type="button" className="small plain" onClick={() => keep(views.filter((v) => v !== current))}>{t("views.drop", { name: current.name })}</button>}
      {!current && Object.keys(set).length > 0 && (
        <form className="row" onSubmit={submit}>
          <input name="view" maxLength={60} required aria-label={t("views.name")} placeholder={t("views.name")} /><button className="small">{t("views.keep")}</button>
        </form>
      )}
    </div>
  );
}
