// Sellers as the invoices know them: what was invoiced over time, which accounts and tax ids they named.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { askQuery } from "../api/queries";
import { useWords } from "../i18n";
import { sellersRoute } from "../routes";
import { Empty, Failure, Loading } from "../ui/parts";

type Item = Schemas["InvoiceQueryItem"];
const base = { measure: "sum", of: "gross", duplicates: "exclude", limit: 1000 } as const;

export function Sellers() {
  const words = useWords();
  const { name } = sellersRoute.useSearch();
  const [find, setFind] = useState("");
  const query = useQuery(askQuery({ ...base, group_by: ["seller", "currency"], order: "largest" }));
  const rows = (query.data?.items ?? []).filter((i) => (i.seller ?? "").toLowerCase().includes(find.toLowerCase()));
  if (name) return <Seller name={name} />;
  return (
    <div className="screen">
      <h1>{words.t("nav.sellers")}</h1>
      <label><span>{words.t("act.find")}</span><input type="search" value={find} onChange={(e) => setFind(e.target.value)} /></label>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending ? <Loading /> : rows.length === 0 ? <Empty>{words.t("state.none")}</Empty> : (
        <div className="scroll-x card">
          <table>
            <thead><tr><th>{words.code("field", "seller_name")}</th><th>{words.code("field", "seller_vat_id")}</th><th className="num">{words.t("nav.invoices")}</th><th className="num">{words.code("field", "totals_gross")}</th></tr></thead>
            <tbody>{rows.slice(0, 300).map((i, n) => (
              <tr key={n}><td>{i.seller ? <Link to="/sellers" search={{ name: i.seller }}>{i.seller}</Link> : words.t("state.unknown")}</td><td className="mono">{i.seller_vat_id}</td><td className="num">{words.count(i.count)}</td><td className="num">{words.amount(i.value, i.currency)}</td></tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Seller({ name }: { name: string }) {
  const words = useWords();
  const navigate = useNavigate();
  const filter = { seller: [name] };
  const months = useQuery(askQuery({ ...base, group_by: ["month", "currency"], filter, order: "oldest" }));
  const accounts = useQuery(askQuery({ ...base, measure: "field", field: "iban", filter }));
  const vatIds = useQuery(askQuery({ ...base, measure: "field", field: "seller_vat_id", filter }));
  const invoices = useQuery(askQuery({ ...base, measure: "list", filter, order: "newest", limit: 50 }));
  const asked = [months, accounts, vatIds, invoices];
  const failed = asked.find((q) => q.isError);
  if (failed) return <div className="screen"><Failure error={failed.error} retry={() => asked.forEach((q) => void q.refetch())} /></div>;
  // In one piece: "nothing" is said only of what was answered.
  if (asked.some((q) => q.isPending)) return <div className="screen"><Loading /></div>;
  const currencies = [...new Set(months.data?.items.map((i) => i.currency).filter((c) => c !== undefined))];
  return (
    <div className="screen">
      <div className="row"><button type="button" className="plain" onClick={() => void navigate({ to: "/sellers" })}>← {words.t("nav.sellers")}</button></div>
      <h1>{name}</h1>
      <div className="row">
        <Values title={words.t("sellers.accounts")} items={accounts.data?.items} />
        <Values title={words.code("field", "seller_vat_id")} items={vatIds.data?.items} />
      </div>
      {currencies.map((c) => <Spend key={c} currency={c} items={months.data?.items.filter((i) => i.currency === c && i.month) ?? []} />)}
      <section className="card scroll-x">
        <h2>{words.t("nav.invoices")}</h2>
        <table><tbody>{invoices.data?.items.map((i) => (
          <tr key={i.invoice_id}><td>{i.invoice_id && <Link to="/invoices/$id" params={{ id: i.invoice_id }}>{i.number ?? words.t("state.unknown")}</Link>}</td><td>{words.day(i.issue_date)}</td><td className="num">{words.amount(i.value, i.currency)}</td></tr>
        ))}</tbody></table>
      </section>
    </div>
  );
}

function Values({ title, items }: { title: string; items?: Item[] }) {
  const words = useWords();
  const known = items?.filter((i) => i.field) ?? [];
  return (
    <section className="card">
      <h2>{title}</h2>
      {known.length === 0 ? <p className="muted">{words.t("state.none")}</p> : <ul className="plain">{known.map((i) => <li key={i.field}><span className="mono">{i.field}</span> <span className="muted small">{words.t("invoices.count", { n: i.count })}</span>{i.count === 1 && known.length > 1 && <span className="badge warn">{words.t("sellers.new")}</span>}</li>)}</ul>}
    </section>
  );
}

function Spend({ currency, items }: { currency: string; items: Item[] }) {
  const words = useWords();
  const values = items.slice(-24).map((i) => ({ month: i.month ?? "", value: Number(i.value ?? 0), text: words.amount(i.value, currency) }));
  const top = Math.max(...values.map((v) => Math.abs(v.value)), 1);
  const width = 100 / Math.max(values.length, 1);
  return (
    <section className="card">
      <h2>{words.t("sellers.spend", { currency })}</h2>
      <svg className="bars" viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label={values.map((v) => `${v.month}: ${v.text}`).join("; ")}>
        {values.map((v, i) => <rect key={v.month} className={v.value < 0 ? "minus" : ""} x={i * width + width * .12} width={width * .76} y={30 - (Math.abs(v.value) / top) * 29} height={(Math.abs(v.value) / top) * 29}><title>{`${v.month}: ${v.text}`}</title></rect>)}
      </svg>
      <div className="row spread small muted"><span>{values[0]?.month}</span><span>{values.at(-1)?.month}</span></div>
    </section>
  );
}
