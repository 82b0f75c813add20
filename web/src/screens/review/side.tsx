// What helps to decide: whether the sums close, the same invoice seen before, accounts of the seller, and who did what.
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import type { Schemas } from "../../api/client";
import { askQuery, historyQuery, invoiceQuery } from "../../api/queries";
import { useWords } from "../../i18n";
import { Failure, Loading, Status } from "../../ui/parts";
import { get, sums } from "./model";

type Invoice = Schemas["Invoice"];

export function Sums({ invoice }: { invoice: Invoice }) {
  const words = useWords();
  const list = sums(invoice.data ?? {});
  if (list.length === 0) return null;
  return (
    <section className="sums">
      <h2>{words.t("review.sums")}</h2>
      <ul>
        {list.map((s) => (
          <li key={s.name}>
            <span className={`badge ${s.holds ? "good" : "bad"}`}>{s.holds ? "✓" : "✗"} {words.t(s.holds ? "sum.holds" : "sum.fails")}</span>
            <span>{words.code("sum", s.name)}{s.holds ? "" : `: ${words.amount(s.expected)} ≠ ${words.amount(s.actual)}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Others are findings that belong to no field of the form. */
export function Others({ invoice, shown }: { invoice: Invoice; shown: string[] }) {
  const words = useWords();
  const rest = invoice.checks.filter((f) => !f.pointers.some((p) => shown.includes(p)));
  if (rest.length === 0) return null;
  return (
    <section className="group">
      <h2>{words.t("review.findings")}</h2>
      <ul className="plain small">
        {rest.slice(0, 50).map((f, i) => (
          <li key={i}><span className={`badge ${f.severity === "fatal" ? "bad" : "warn"}`}>{words.code("severity", f.severity)}</span> {f.message} <span className="mono">{f.rule}</span></li>
        ))}
      </ul>
    </section>
  );
}

const compared = ["/number", "/issue_date", "/seller/name", "/seller/vat_id", "/totals/gross", "/payment/accounts/0/iban"];

export function Duplicates({ invoice, clear, busy }: { invoice: Invoice; clear?: () => void; busy: boolean }) {
  const words = useWords();
  const matches = invoice.duplicate_matches.slice(0, 3);
  const others = useQueries({ queries: matches.map((m) => invoiceQuery(m.invoice_id)) });
  if (matches.length === 0) return null;
  return (
    <section className="notice warn stack">
      <div className="row spread">
        <h2>{words.t("review.duplicate")}</h2>
        {clear && <button type="button" className="small" disabled={busy} onClick={clear}>{words.t("act.not_duplicate")}</button>}
      </div>
      {matches.map((m, i) => {
        const other = others[i]?.data?.data;
        return (
          <div key={m.invoice_id} className="scroll-x">
            <p className="row"><span className="badge warn">{words.code("level", m.level)}</span>{other && <Status value={other.status} />}<Link to="/invoices/$id" params={{ id: m.invoice_id }}>{other?.data?.number ?? words.t("act.open")}</Link></p>
            {others[i]?.isError ? <Failure error={others[i].error} /> : <Compare names={[words.t("review.this"), words.t("review.other")]} pair={[invoice, other]} />}
          </div>
        );
      })}
    </section>
  );
}

function Compare({ names, pair }: { names: [string, string]; pair: [Invoice, Invoice | undefined] }) {
  const words = useWords();
  return (
    <table className="small">
      <thead><tr><th><span className="hidden-visually">{words.t("review.field")}</span></th><th>{names[0]}</th><th>{names[1]}</th></tr></thead>
      <tbody>
        {compared.map((p) => {
          const [a, b] = [get(pair[0].data, p), get(pair[1]?.data, p)];
          return <tr key={p}><th scope="row">{words.code("field", p.slice(1).replaceAll("/", "_"))}</th><td>{a}</td><td>{a === b ? b : <strong>{pair[1] ? b || "—" : "…"}</strong>}</td></tr>;
        })}
      </tbody>
    </table>
  );
}

/** Accounts shows which accounts the seller's invoices named before, where this one is new. */
export function Accounts({ invoice }: { invoice: Invoice }) {
  const words = useWords();
  const name = invoice.data?.seller?.name;
  const known = useQuery({ ...askQuery({ measure: "field", of: "gross", field: "iban", duplicates: "exclude", limit: 50, filter: { seller: [name ?? "-"] } }), enabled: Boolean(name) });
  if (!invoice.review_reasons.some((r) => r.code === "new_bank_account")) return null;
  const mine = get(invoice.data, "/payment/accounts/0/iban");
  return (
    <section className="notice bad stack">
      <h2>{words.t("review.account")}</h2>
      <p>{words.t("review.account.hint")}</p>
      {known.isPending && <Loading />}
      <dl className="dl">
        <dt>{words.t("review.this")}</dt><dd className="mono">{mine}</dd>
        {known.data?.items.filter((i) => i.field && i.field !== mine).map((i) => <Fragment key={i.field}><dt>{words.t("review.before", { n: i.count })}</dt><dd className="mono">{i.field}</dd></Fragment>)}
      </dl>
    </section>
  );
}

export function History({ id }: { id: string }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const history = useQuery({ ...historyQuery(id), enabled: open });
  return (
    <details onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{words.t("review.history")}</summary>
      {history.isError && <Failure error={history.error} />}
      <ul className="plain small">
        {history.data?.items.map((h) => (
          <li key={h.id}>
            <strong>{words.code("history", h.kind)}</strong> <span className="muted">{words.time(h.at)} · {h.actor.name ?? words.code("actor", h.actor.kind)}</span>
            {h.comment && <p>{h.comment}</p>}
            <ul className="plain">{h.changes.slice(0, 20).map((c) => <li key={c.pointer}><span className="mono">{c.pointer}</span>: {c.from ? <del>{c.from}</del> : "—"} → {c.to ?? "—"}</li>)}</ul>
          </li>
        ))}
      </ul>
    </details>
  );
}
