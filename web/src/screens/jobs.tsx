// What runs, waits and failed, and why; to be tried again or called off.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { must, type Schemas, v1 } from "../api/client";
import { jobsQuery, useMay } from "../api/queries";
import { useWords } from "../i18n";
import { jobsRoute } from "../routes";
import { Empty, Failure, Loading, Status, useComplain } from "../ui/parts";

const states: Schemas["JobState"][] = ["running", "available", "retryable", "scheduled", "discarded", "cancelled", "completed"];
const ended = new Set(["completed", "discarded", "cancelled"]);

export function Jobs() {
  const words = useWords();
  const { state } = jobsRoute.useSearch();
  const navigate = useNavigate({ from: "/jobs" });
  const known = states.find((s) => s === state);
  const query = useQuery(jobsQuery(known));
  const waiting = query.data?.items.filter((j) => j.state === "available") ?? [];
  const oldest = waiting.map((j) => Date.parse(j.created_at)).sort((a, b) => a - b)[0];
  return (
    <div className="screen">
      <h1>{words.t("nav.jobs")}</h1>
      <div className="row" role="group" aria-label={words.t("jobs.show")}>
        <button type="button" aria-pressed={!known} className={known ? "" : "primary"} onClick={() => void navigate({ search: {} })}>{words.t("state.any")}</button>
        {states.map((s) => <button type="button" key={s} aria-pressed={s === known} className={s === known ? "primary" : ""} onClick={() => void navigate({ search: { state: s } })}>{words.code("status", s)}</button>)}
      </div>
      {oldest !== undefined && <p className="small muted">{words.t("jobs.waiting", { n: waiting.length, s: Math.max(0, Math.round((Date.now() - oldest) / 1000)) })}</p>}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending ? <Loading /> : query.data?.items.length ? <List jobs={query.data.items} /> : <Empty>{words.t("state.none")}</Empty>}
    </div>
  );
}

function List({ jobs }: { jobs: Schemas["Job"][] }) {
  const words = useWords();
  const queries = useQueryClient();
  const complain = useComplain();
  const act = useMutation({
    mutationFn: ({ id, what }: { id: string; what: "retry" | "cancel" }) => must(v1.POST(what === "retry" ? "/v1/jobs/{job_id}/retry" : "/v1/jobs/{job_id}/cancel", { params: { path: { job_id: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["jobs"] }), onError: complain,
  });
  const may = useMay()("jobs:write");
  return (
    <div className="scroll-x card">
      <table>
        <thead><tr><th>{words.t("jobs.kind")}</th><th>{words.code("field", "status")}</th><th>{words.t("jobs.stage")}</th><th className="num">{words.t("jobs.attempt")}</th><th>{words.t("doc.added")}</th><th>{words.t("jobs.about")}</th><th><span className="hidden-visually">{words.t("lines.acts")}</span></th></tr></thead>
        <tbody>{jobs.map((j) => (
          <tr key={j.id}>
            <td>{words.code("job", j.kind)}</td><td><Status value={j.state} /></td><td>{j.stage} {j.state === "running" && `${j.percent} %`}{j.error && <p className="small muted">{j.error.message} <span className="mono">{j.error.code}</span></p>}</td>
            <td className="num">{j.attempt}/{j.max_attempts}</td><td>{words.time(j.created_at)}</td>
            <td>{j.invoice_id ? <Link to="/invoices/$id" params={{ id: j.invoice_id }}>{words.t("jobs.invoice")}</Link> : j.document_id ? <Link to="/documents/$id" params={{ id: j.document_id }}>{words.t("jobs.document")}</Link> : null}</td>
            <td>{may && (j.state === "discarded" || j.state === "cancelled") && <button type="button" className="small" onClick={() => act.mutate({ id: j.id, what: "retry" })}>{words.t("act.retry")}</button>}{may && !ended.has(j.state) && <button type="button" className="small" onClick={() => act.mutate({ id: j.id, what: "cancel" })}>{words.t("act.cancel")}</button>}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}
