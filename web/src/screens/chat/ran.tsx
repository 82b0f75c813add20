// The query that an answer rests on: shown as it was run, to be changed and run again.
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type ChatSchemas, must, type Schemas, v1 } from "../../api/client";
import { useWords } from "../../i18n";
import { Failure } from "../../ui/parts";

export function Ran({ tool }: { tool: ChatSchemas["ToolUse"] }) {
  const words = useWords();
  const [text, setText] = useState(() => pretty(tool.arguments));
  const run = useMutation({ mutationFn: async (query: string) => must(v1.POST("/v1/invoices/query", { body: JSON.parse(query) as Schemas["InvoiceQuery"] })) });
  return (
    <details>
      <summary className="small">{words.t("chat.query")} <span className="mono">{tool.name}</span></summary>
      <div className="stack">
        <textarea className="mono" rows={Math.min(16, text.split("\n").length + 1)} aria-label={words.t("chat.query")} value={text} onChange={(e) => setText(e.target.value)} spellCheck={false} />
        <div className="row"><button type="button" className="small" disabled={run.isPending} onClick={() => run.mutate(text)}>{words.t("chat.run")}</button></div>
        {run.isError && (run.error instanceof SyntaxError ? <div className="notice bad">{run.error.message}</div> : <Failure error={run.error} />)}
        {run.data && <Result result={run.data} />}
      </div>
    </details>
  );
}

function Result({ result }: { result: Schemas["InvoiceQueryResult"] }) {
  const words = useWords();
  return (
    <div className="scroll-x">
      <p>{result.understood}</p>
      <table className="small"><tbody>{result.items.slice(0, 100).map((i, n) => (
        <tr key={n}>
          <td>{i.invoice_id ? <Link to="/invoices/$id" params={{ id: i.invoice_id }}>{i.number ?? words.t("state.unknown")}</Link> : [i.seller, i.month, i.quarter, i.year, i.field, i.status && words.code("status", i.status)].filter(Boolean).join(" · ")}</td>
          <td>{i.invoice_id ? [i.seller, words.day(i.issue_date)].join(" · ") : words.t("invoices.count", { n: i.count })}</td><td className="num">{words.amount(i.value, i.currency)}</td>
        </tr>
      ))}</tbody></table>
    </div>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
