// What needs a look, the oldest first, and why. j and k go down and up, Enter opens.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Schemas } from "../api/client";
import { invoicesQuery } from "../api/queries";
import { useWords } from "../i18n";
import { inboxRoute } from "../routes";
import { useKeys } from "../ui/keys";
import { Empty, Failure, Loading, Reasons, Status } from "../ui/parts";
import { Pager } from "../ui/pager";
import { UploadButton } from "../ui/uploads";
import { Views } from "../ui/views";

const views = {
  look: ["needs_review"], ready: ["ready"], reading: ["queued", "processing"], failed: ["failed"],
} satisfies Record<string, Schemas["InvoiceStatus"][]>;
type View = keyof typeof views;
const ROWS = 100;

export function Inbox() {
  const { t } = useWords();
  const search = inboxRoute.useSearch();
  const navigate = useNavigate();
  const view: View = search.status && search.status in views ? (search.status as View) : "look";
  const query = useInfiniteQuery({ ...invoicesQuery({ status: views[view], q: search.q, sort: "created_at" }), refetchInterval: 2_000 });
  const list = useMemo(() => query.data?.pages.flatMap((p) => p.items) ?? [], [query.data]);
  const [at, setAt] = useState(0);
  const current = list[Math.min(at, list.length - 1)];
  const first = Math.max(0, Math.floor(Math.min(at, list.length - 1) / ROWS) * ROWS);
  const keys = useMemo(() => ({
    j: () => setAt((n) => Math.min(n + 1, list.length - 1)),
    k: () => setAt((n) => Math.max(n - 1, 0)),
    Enter: (e: KeyboardEvent) => { if (current && !(e.target instanceof HTMLElement && e.target.closest("a, button"))) void navigate({ to: "/invoices/$id", params: { id: current.id } }); },
  }), [list, current, navigate]);
  useKeys(keys);
  return (
    <div className="screen">
      <div className="row spread"><h1>{t("nav.inbox")}</h1><UploadButton /></div>
      <Filter view={view} q={search.q} />
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.isSuccess && list.length === 0 && <Empty><p>{t(view === "look" ? "inbox.nothing" : "state.none")}</p><p>{t("upload.hint")}</p></Empty>}
      <Views screen="inbox" search={search} go={(s) => void navigate({ to: "/inbox", search: s })} />
      {list.length > 0 && <Rows list={list.slice(first, first + ROWS)} current={current?.id} />}
      <Pager first={first} size={ROWS} total={list.length} go={setAt} />
      {query.hasNextPage && <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.more")}</button>}
      <p className="small muted"><kbd>j</kbd> <kbd>k</kbd> {t("keys.move")} · <kbd>Enter</kbd> {t("keys.open")}</p>
    </div>
  );
}

function Filter({ view, q }: { view: View; q?: string }) {
  const words = useWords();
  const navigate = useNavigate({ from: "/inbox" });
  return (
    <div className="row">
      <div className="row" role="group" aria-label={words.t("inbox.show")}>
        {(Object.keys(views) as View[]).map((v) => (
          <button type="button" key={v} aria-pressed={v === view} className={v === view ? "primary" : ""} onClick={() => void navigate({ search: (s) => ({ ...s, status: v }) })}>
            {words.code("view", v)}
          </button>
        ))}
      </div>
      <input type="search" aria-label={words.t("act.find")} placeholder={words.t("act.find")} defaultValue={q}
        onChange={(e) => void navigate({ search: (s) => ({ ...s, q: e.target.value.trim() || undefined }), replace: true })} />
    </div>
  );
}

function Rows({ list, current }: { list: Schemas["InvoiceItem"][]; current?: string }) {
  const words = useWords();
  const row = useRef<HTMLTableRowElement>(null);
  // Newer browsers give a promise, which is no clean-up.
  useEffect(() => { void row.current?.scrollIntoView({ block: "nearest" }); }, [current]);
  return (
    <div className="scroll-x card">
      <table>
        <thead><tr>{(["seller_name", "number", "issue_date", "totals_gross"] as const).map((f) => <th key={f} className={f === "totals_gross" ? "num" : ""}>{words.code("field", f)}</th>)}<th>{words.t("inbox.why")}</th></tr></thead>
        <tbody>
          {list.map((i) => (
            <tr key={i.id} ref={i.id === current ? row : undefined} className={i.id === current ? "current" : ""}>
              <td><Link to="/invoices/$id" params={{ id: i.id }}>{i.seller?.name ?? words.t("state.unknown")}</Link></td>
              <td>{i.number}</td>
              <td>{words.day(i.issue_date)}</td>
              <td className="num">{words.amount(i.gross, i.currency)}</td>
              <td>{i.review_reasons.length ? <Reasons list={i.review_reasons} /> : <Status value={i.status} />}{i.error && <p className="small muted">{i.error.message}</p>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
