// Who did what that matters, the newest first.
import { useInfiniteQuery } from "@tanstack/react-query";
import { must, v1 } from "../../api/client";
import { useWords } from "../../i18n";
import { Failure } from "../../ui/parts";

export function Audit() {
  const words = useWords();
  const query = useInfiniteQuery({
    queryKey: ["audit"], queryFn: ({ pageParam }) => must(v1.GET("/v1/audit", { params: { query: { limit: 20, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined, getNextPageParam: (p) => p.next_cursor,
  });
  const list = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <section className="card stack">
      <h2 id="audit">{words.t("audit.title")}</h2>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && list.length === 0 && <p className="muted">{words.t("state.none")}</p>}
      {list.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={words.t("audit.title")}>
          <table>
            <thead><tr><th>{words.t("audit.when")}</th><th>{words.t("audit.who")}</th><th>{words.t("audit.act")}</th><th>{words.t("audit.what")}</th><th>{words.t("audit.where")}</th></tr></thead>
            <tbody>{list.map((e) => (
              <tr key={e.id}><td>{words.time(e.created_at)}</td><td>{e.actor.name ?? words.code("actor", e.actor.kind)}</td><td className="mono small">{e.action}</td><td className="mono small">{JSON.stringify(e.detail)}</td><td className="mono small">{e.address}</td></tr>
            ))}</tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && <button type="button" onClick={() => void query.fetchNextPage()}>{words.t("act.more")}</button>}
    </section>
  );
}
