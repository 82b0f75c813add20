// Every document that is kept, newest first, and how far its indexing is.
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { must, v1 } from "../api/client";
import { documentsQuery, useMay } from "../api/queries";
import { useWords } from "../i18n";
import { Empty, Failure, Loading } from "../ui/parts";
import { say } from "../ui/toasts";

export function Documents() {
  const words = useWords();
  const query = useInfiniteQuery({ ...documentsQuery(), refetchInterval: 3_000 });
  const list = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <div className="screen">
      <div className="row spread"><h1>{words.t("nav.documents")}</h1><Add /></div>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending ? <Loading /> : list.length === 0 ? <Empty>{words.t("state.none")}</Empty> : (
        <div className="scroll-x card">
          <table>
            <thead><tr><th>{words.t("doc.name")}</th><th>{words.t("doc.kind")}</th><th className="num">{words.t("doc.pages")}</th><th className="num">{words.t("doc.size")}</th><th>{words.t("doc.index")}</th><th>{words.t("doc.added")}</th></tr></thead>
            <tbody>{list.slice(0, 300).map((d) => (
              <tr key={d.id}>
                <td><Link to="/documents/$id" params={{ id: d.id }}>{d.name}</Link></td><td>{d.kind}</td><td className="num">{d.page_count}</td><td className="num">{words.t("doc.kb", { n: words.count(Math.ceil(d.size / 1024)) })}</td>
                <td><span className={`badge ${d.index.state === "indexed" ? "good" : d.index.state === "failed" ? "bad" : ""}`}>{words.code("index", d.index.state)}</span></td><td>{words.time(d.created_at)}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && <button type="button" onClick={() => void query.fetchNextPage()}>{words.t("act.more")}</button>}
    </div>
  );
}

function Add() {
  const { t } = useWords();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(0);
  const may = useMay();
  const add = async (files: File[]) => {
    setBusy(files.length);
    for (const file of files) {
      try {
        await must(v1.POST("/v1/uploads", { params: { query: { process: "auto" } }, body: { file } as never, bodySerializer: () => { const f = new FormData(); f.set("file", file); return f; } }));
      } catch (e) { say(`${file.name}: ${e instanceof Error ? e.message : ""}`, "bad"); }
      setBusy((n) => n - 1);
    }
    void queries.invalidateQueries({ queryKey: ["documents", "list"] });
  };
  if (!may("documents:write")) return null;
  return (
    <span className="row">
      <input ref={input} type="file" multiple hidden aria-label={t("doc.add")} onChange={(e) => { void add([...(e.currentTarget.files ?? [])]); e.currentTarget.value = ""; }} />
      <button type="button" className="primary" disabled={busy > 0} onClick={() => input.current?.click()}>{busy ? t("upload.open", { n: busy }) : t("doc.add")}</button>
    </span>
  );
}
