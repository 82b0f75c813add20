// Search over everything that is kept; a hit opens its page with the place marked.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, Fragment } from "react";
import { must, type Schemas, v1 } from "../api/client";
import { useWords } from "../i18n";
import { searchRoute } from "../routes";
import { Empty, Failure, Loading } from "../ui/parts";
import { boxesOf } from "./document";

export function Search() {
  const words = useWords();
  const { q, sort } = searchRoute.useSearch();
  const navigate = useNavigate({ from: "/search" });
  const query = useInfiniteQuery({
    queryKey: ["search", q, sort], enabled: Boolean(q), placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => must(v1.POST("/v1/search", { signal, body: { query: q ?? "", mode: "hybrid", limit: 20, sort: (sort ?? "relevance") as Schemas["SearchSort"], cursor: pageParam } })),
    initialPageParam: undefined as string | undefined, getNextPageParam: (p) => p.next_cursor,
  });
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    void navigate({ search: (s) => ({ ...s, q: String(new FormData(e.currentTarget).get("q")).trim() || undefined }) });
  };
  const first = query.data?.pages[0];
  const hits = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <div className="screen">
      <h1>{words.t("nav.search")}</h1>
      <form className="row" role="search" onSubmit={submit}>
        <input name="q" type="search" className="grow" defaultValue={q} aria-label={words.t("nav.search")} placeholder={words.t("search.hint")} autoFocus />
        <select aria-label={words.t("search.sort")} value={sort ?? "relevance"} onChange={(e) => void navigate({ search: (s) => ({ ...s, sort: e.target.value }) })}>
          {["relevance", "-created_at", "created_at"].map((s) => <option key={s} value={s}>{words.code("sort", s.replace("-", "newest_"))}</option>)}
        </select>
        <button className="primary">{words.t("act.find")}</button>
      </form>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {q && query.isPending && <Loading />}
      {first && <p className="small muted" role="status">{words.t("search.total", { n: first.total })}{first.pending > 0 && ` · ${words.t("search.pending", { n: first.pending })}`}{first.degraded && ` · ${first.detail ?? ""}`}</p>}
      {first && hits.length === 0 && <Empty>{words.t("state.none")}</Empty>}
      <ol className="plain stack">
        {hits.map((h) => (
          <li key={h.chunk_id} className="card">
            <Link to="/documents/$id" params={{ id: h.document_id }} search={{ page: h.page ? String(h.page) : undefined, boxes: boxesOf(h.boxes) }}><strong>{h.name}</strong>{h.page ? ` · ${words.t("page.n", { n: h.page })}` : ""}</Link>
            <p><Lit text={h.snippet} query={q ?? ""} /></p>
          </li>
        ))}
      </ol>
      {query.hasNextPage && <button type="button" onClick={() => void query.fetchNextPage()}>{words.t("act.more")}</button>}
    </div>
  );
}

const escaped = (s: string) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Lit marks the words that were asked for. */
function Lit({ text, query }: { text: string; query: string }) {
  const terms = query.replace(/-\S+/g, "").match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  if (terms.length === 0) return text;
  const parts = text.split(new RegExp(`(${terms.map(escaped).join("|")})`, "iu"));
  return parts.map((p, i) => (i % 2 ? <mark key={i}>{p}</mark> : <Fragment key={i}>{p}</Fragment>));
}
