// Every invoice as a table with columns of choice, its sums by currency, and exports of a selection.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { must, type Schemas, send, v1 } from "../api/client";
import { type InvoiceFilter, invoicesQuery } from "../api/queries";
import { useWords, type Words } from "../i18n";
import { invoicesRoute } from "../routes";
import { Empty, Failure, Loading, Status } from "../ui/parts";
import { Pager } from "../ui/pager";
import { saveFile } from "../ui/save";
import { say } from "../ui/toasts";
import { UploadButton } from "../ui/uploads";
import { Views } from "../ui/views";

type Item = Schemas["InvoiceItem"];
type Column = { name: string; sort?: string; num?: boolean; show: (i: Item, w: Words) => React.ReactNode };
const columns: Column[] = [
  { name: "number", sort: "number", show: (i, w) => <Link to="/invoices/$id" params={{ id: i.id }}>{i.number ?? w.t("state.unknown")}</Link> },
  { name: "seller_name", sort: "seller", show: (i) => i.seller?.name },
  { name: "issue_date", sort: "issue_date", show: (i, w) => w.day(i.issue_date) },
  { name: "due_date", sort: "due_date", show: (i, w) => w.day(i.due_date) },
  { name: "totals_net", num: true, show: (i, w) => w.amount(i.net) },
  { name: "totals_tax", num: true, show: (i, w) => w.amount(i.tax) },
  { name: "totals_gross", sort: "gross", num: true, show: (i, w) => w.amount(i.gross, i.currency) },
  { name: "totals_due", num: true, show: (i, w) => w.amount(i.due) },
  { name: "status", show: (i) => <Status value={i.status} /> },
  { name: "buyer_name", show: (i) => i.buyer?.name },
  { name: "seller_vat_id", show: (i) => i.seller?.vat_id },
  { name: "source", show: (i, w) => (i.source ? w.code("source", i.source) : "") },
];
const shownAtFirst = ["number", "seller_name", "issue_date", "due_date", "totals_gross", "status"];
const STORED = "docket.columns";
const statuses: Schemas["InvoiceStatus"][] = ["needs_review", "ready", "approved", "rejected", "failed"];

export function Invoices() {
  const words = useWords();
  const search = invoicesRoute.useSearch();
  const navigate = useNavigate({ from: "/invoices" });
  const filter: InvoiceFilter = {
    q: search.q, seller: search.seller, currency: search.currency && /^[A-Z]{3}$/.test(search.currency) ? search.currency : undefined,
    status: statuses.includes(search.status as never) ? [search.status as Schemas["InvoiceStatus"]] : undefined,
    issue_date_from: search.from, issue_date_to: search.to, sort: (search.sort ?? "-issue_date") as Schemas["InvoiceSort"],
  };
  const query = useInfiniteQuery({ ...invoicesQuery(filter), refetchInterval: 2_000 });
  const list = useMemo(() => query.data?.pages.flatMap((p) => p.items) ?? [], [query.data]);
  const [shown, setShown] = useState<string[]>(() => JSON.parse(localStorage.getItem(STORED) ?? "null") ?? shownAtFirst);
  const [chosen, setChosen] = useState(new Set<string>());
  const set = (name: string, value: string) => void navigate({ search: (s) => ({ ...s, [name]: value || undefined }), replace: true });
  return (
    <div className="screen">
      <div className="row spread"><h1>{words.t("nav.invoices")}</h1><UploadButton /></div>
      <div className="row" role="search">
        <label><span>{words.t("act.find")}</span><input type="search" defaultValue={search.q} onChange={(e) => set("q", e.target.value.trim())} /></label>
        <label><span>{words.code("field", "seller_name")}</span><input defaultValue={search.seller} onChange={(e) => set("seller", e.target.value.trim())} /></label>
        <label><span>{words.code("field", "status")}</span>
          <select value={search.status ?? ""} onChange={(e) => set("status", e.target.value)}><option value="">{words.t("state.any")}</option>{statuses.map((s) => <option key={s} value={s}>{words.code("status", s)}</option>)}</select></label>
        <label><span>{words.t("filter.from")}</span><input type="date" value={search.from ?? ""} onChange={(e) => set("from", e.target.value)} /></label>
        <label><span>{words.t("filter.to")}</span><input type="date" value={search.to ?? ""} onChange={(e) => set("to", e.target.value)} /></label>
        <label><span>{words.code("field", "currency")}</span><input size={4} maxLength={3} defaultValue={search.currency} onChange={(e) => set("currency", e.target.value.toUpperCase())} /></label>
      </div>
      <Views screen="invoices" search={search} go={(s) => void navigate({ search: s })} />
      <Totals filter={filter} />
      <div className="row spread">
        <Exports ids={[...chosen]} list={list} />
        <Choice shown={shown} change={(s) => { setShown(s); localStorage.setItem(STORED, JSON.stringify(s)); }} />
      </div>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending ? <Loading /> : list.length === 0 ? <Empty>{words.t("state.none")}</Empty> : <Table {...{ list, shown, chosen, setChosen }} sort={search.sort ?? "-issue_date"} setSort={(s) => set("sort", s)} />}
      {query.hasNextPage && <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{words.t("act.more")}</button>}
    </div>
  );
}

type TableProps = { list: Item[]; shown: string[]; chosen: Set<string>; setChosen: (s: Set<string>) => void; sort: string; setSort: (s: string) => void };

// With all columns these are less than two thousand elements.
const MOST_ROWS = 100;

function Table({ list, shown, chosen, setChosen, sort, setSort }: TableProps) {
  const words = useWords();
  const visible = columns.filter((c) => shown.includes(c.name));
  const [first, setFirst] = useState(0);
  const rows = list.slice(first, first + MOST_ROWS);
  const toggle = (id: string) => { const next = new Set(chosen); if (!next.delete(id)) next.add(id); setChosen(next); };
  const all = rows.length > 0 && rows.every((i) => chosen.has(i.id));
  return (
    <div className="scroll-x card">
      <table>
        <thead>
          <tr>
            <th><input type="checkbox" aria-label={words.t("act.all")} checked={all} onChange={() => setChosen(all ? new Set() : new Set(rows.map((i) => i.id)))} /></th>
            {visible.map((c) => (
              <th key={c.name} className={c.num ? "num" : ""} aria-sort={c.sort && sort.replace("-", "") === c.sort ? (sort.startsWith("-") ? "descending" : "ascending") : undefined}>
                {c.sort ? <button type="button" className="small plain" onClick={() => setSort(sort === c.sort ? `-${c.sort}` : c.sort ?? "")}>{words.code("field", c.name)} {sort.replace("-", "") === c.sort ? (sort.startsWith("-") ? "↓" : "↑") : ""}</button> : words.code("field", c.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((i) => (
            <tr key={i.id} className={chosen.has(i.id) ? "current" : ""}>
              <td><input type="checkbox" aria-label={`${words.t("act.choose")} ${i.number ?? ""}`} checked={chosen.has(i.id)} onChange={() => toggle(i.id)} /></td>
              {visible.map((c) => <td key={c.name} className={c.num ? "num" : ""}>{c.show(i, words)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      <Pager first={first} size={MOST_ROWS} total={list.length} go={setFirst} />
    </div>
  );
}

function Totals({ filter: { sort: _, ...filter } }: { filter: InvoiceFilter }) {
  const words = useWords();
  const summary = useQuery({ queryKey: ["invoices", "summary", filter], queryFn: () => must(v1.GET("/v1/invoices/summary", { params: { query: filter } })) });
  const groups = summary.data?.items ?? [];
  if (summary.isError) return <Failure error={summary.error} />;
  if (summary.isSuccess && groups.length === 0) return null;
  return (
    <div className="row kept-tall" aria-label={words.t("invoices.sums")} role="group">
      {groups.slice(0, 8).map((g) => (
        <div key={g.currency ?? ""} className="card">
          <div className="small muted">{words.t("invoices.count", { n: g.count })}{g.excluded.count > 0 && `, ${words.t("invoices.excluded", { n: g.excluded.count })}`}</div>
          <div className="num"><strong>{g.currency ? words.amount(g.gross, g.currency) : words.t("state.unknown")}</strong></div>
          {g.net && <div className="small muted num">{words.code("field", "totals_net")} {words.amount(g.net)} · {words.code("field", "totals_tax")} {words.amount(g.tax)}</div>}
        </div>
      ))}
    </div>
  );
}

function Choice({ shown, change }: { shown: string[]; change: (s: string[]) => void }) {
  const words = useWords();
  return (
    <details className="choice">
      <summary>{words.t("invoices.columns")}</summary>
      <div className="card stack">
        {columns.map((c) => (
          <label key={c.name} className="check"><input type="checkbox" checked={shown.includes(c.name)} onChange={(e) => change(e.target.checked ? [...shown, c.name] : shown.filter((n) => n !== c.name))} /><span>{words.code("field", c.name)}</span></label>
        ))}
      </div>
    </details>
  );
}

const formats: Schemas["ExportFormat"][] = ["csv", "xlsx", "json", "ubl", "cii", "facturx"];

function Exports({ ids, list }: { ids: string[]; list: Item[] }) {
  const { t } = useWords();
  const [format, setFormat] = useState<Schemas["ExportFormat"]>("xlsx");
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    let failed = 0;
    for (const id of ids) {
      try {
        await saveFile(await send(`/v1/invoices/${id}/export?format=${format}`, { headers: { Accept: "*/*" } }), `${list.find((i) => i.id === id)?.number ?? id}.${format}`);
      } catch (e) {
        failed++;
        say(`${list.find((i) => i.id === id)?.number ?? id}: ${e instanceof Error ? e.message : ""}`, "bad");
      }
    }
    setBusy(false);
    if (ids.length > failed) say(t("invoices.exported", { n: ids.length - failed }), "good");
  };
  return (
    <div className="row">
      <label className="row"><span>{t("invoices.format")}</span><select value={format} onChange={(e) => setFormat(e.target.value as Schemas["ExportFormat"])}>{formats.map((f) => <option key={f} value={f}>{f.toUpperCase()}</option>)}</select></label>
      <button type="button" disabled={ids.length === 0 || busy} onClick={() => void run()}>{t("invoices.export", { n: ids.length })}</button>
    </div>
  );
}
