// One document: its pages with what was found marked, or its text where it has none, and the invoices made from it.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { must, send, v1 } from "../api/client";
import { documentQuery, invoicesQuery } from "../api/queries";
import { useWords } from "../i18n";
import { documentRoute } from "../routes";
import { Failure, Loading, Status } from "../ui/parts";
import { saveFile } from "../ui/save";
import { type Mark, Sheet } from "./review/paper";

const AT_ONCE = 20;

export function DocumentScreen() {
  const words = useWords();
  const { id } = documentRoute.useParams();
  const { page, boxes } = documentRoute.useSearch();
  const doc = useQuery(documentQuery(id));
  if (doc.isError) return <div className="screen"><Failure error={doc.error} retry={() => void doc.refetch()} /></div>;
  if (!doc.data) return <div className="screen"><Loading /></div>;
  const d = doc.data;
  return (
    <div className="screen">
      <div className="row spread">
        <h1>{d.name}</h1>
        <button type="button" onClick={() => void send(`/v1/documents/${id}/content`).then((r) => saveFile(r, d.name))}>{words.t("doc.download")}</button>
      </div>
      <p className="small muted">{d.media_type} · {words.time(d.created_at)} · <span className="mono">{d.sha256.slice(0, 16)}…</span></p>
      {d.index.error && <div className="notice warn">{d.index.error.message}</div>}
      <InvoicesOf id={id} />
      {d.page_count ? <PagesOf id={id} count={d.page_count} at={Number(page ?? 1)} marks={marksOf(boxes)} /> : <Blocks id={id} />}
    </div>
  );
}

function InvoicesOf({ id }: { id: string }) {
  const words = useWords();
  const list = useInfiniteQuery(invoicesQuery({ document_id: id }));
  const items = list.data?.pages.flatMap((p) => p.items) ?? [];
  if (items.length === 0) return null;
  return <ul className="plain">{items.slice(0, 50).map((i) => <li key={i.id} className="row"><Link to="/invoices/$id" params={{ id: i.id }}>{i.number ?? words.t("state.unknown")}</Link><Status value={i.status} /><span className="num">{words.amount(i.gross, i.currency)}</span></li>)}</ul>;
}

function PagesOf({ id, count, at, marks }: { id: string; count: number; at: number; marks: Mark[] }) {
  const words = useWords();
  const start = Math.floor((at - 1) / AT_ONCE) * AT_ONCE + 1;
  const [first, setFirst] = useState(start);
  useEffect(() => setFirst(start), [start]);
  useEffect(() => { document.getElementById(`page-${at}`)?.scrollIntoView({ block: "start" }); }, [at]);
  const last = Math.min(first + AT_ONCE - 1, count);
  return (
    <div className="stack pages">
      {count > AT_ONCE && (
        <div className="row">
          <button type="button" disabled={first === 1} onClick={() => setFirst(first - AT_ONCE)}>{words.t("act.before")}</button>
          <span>{words.t("lines.shown", { from: first, to: last, n: count })}</span>
          <button type="button" disabled={last === count} onClick={() => setFirst(first + AT_ONCE)}>{words.t("act.after")}</button>
        </div>
      )}
      {Array.from({ length: last - first + 1 }, (_, i) => first + i).map((n) => <Sheet key={n} document={id} page={n} marks={marks} />)}
    </div>
  );
}

function Blocks({ id }: { id: string }) {
  const words = useWords();
  const [first, setFirst] = useState(1);
  const text = useQuery({ queryKey: ["documents", "blocks", id, first], queryFn: () => must(v1.GET("/v1/documents/{document_id}/text", { params: { path: { document_id: id }, query: { first_page: 1, first_block: first } } })) });
  if (text.isPending) return <Loading />;
  if (text.isError) return <Failure error={text.error} />;
  return (
    <article className="card stack">
      {text.data.blocks?.slice(0, 1000).map((b, i) => (b.kind === "heading" ? <h2 key={i}>{b.text}</h2> : <p key={i} className="blocktext">{b.text}</p>))}
      <div className="row">
        {first > 1 && <button type="button" onClick={() => setFirst(1)}>{words.t("act.before")}</button>}
        {text.data.next_block && <button type="button" onClick={() => setFirst(text.data.next_block ?? 1)}>{words.t("act.after")}</button>}
      </div>
    </article>
  );
}

/** boxesOf writes boxes for a link: page:x0,y0,x1,y1 joined by ;. */
export function boxesOf(boxes: { page: number; box: number[] }[] | null): string | undefined {
  return boxes?.slice(0, 40).map((b) => `${b.page}:${b.box.map((n) => n.toFixed(4)).join(",")}`).join(";") || undefined;
}

function marksOf(text: string | undefined): Mark[] {
  return (text ?? "").split(";").flatMap((part) => {
    const m = /^(\d+):([\d.,]+)$/.exec(part);
    const box = m?.[2]?.split(",").map(Number) ?? [];
    return m && box.length === 4 && box.every(Number.isFinite) ? [{ page: Number(m[1]), box, kind: "hit" as const }] : [];
  });
}
