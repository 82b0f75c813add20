// The lines as a grid: typed over, pasted from a spreadsheet, added, split, merged. Fifty at a time are shown.
import { type ClipboardEvent, useEffect, useState } from "react";
import type { Schemas } from "../../api/client";
import { useWords } from "../../i18n";
import { Pager } from "../../ui/pager";
import { decimal, decimalText, get, valueOf } from "./model";

type Line = Schemas["InvoiceLine"];
const columns = [
  { at: "/name", kind: "text" }, { at: "/quantity", kind: "amount" }, { at: "/unit", kind: "text" },
  { at: "/price/net", kind: "amount" }, { at: "/tax_rate", kind: "amount" }, { at: "/net", kind: "amount" },
] as const;
const SHOWN = 50;

export function Lines({ lines, editable, save }: { lines: Line[]; editable: boolean; save: (lines: Line[]) => void }) {
  const words = useWords();
  const [rows, setRows] = useState(lines);
  const [first, setFirst] = useState(0);
  useEffect(() => setRows(lines), [lines]);
  const keep = (next: Line[]) => { setRows(next); save(next); };
  const set = (row: number, column: number, text: string) => setRows((old) => old.map((l, i) => (i === row ? withValue(l, column, text) : l)));
  const paste = (e: ClipboardEvent, row: number, column: number) => {
    const text = e.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trimEnd())) return;
    e.preventDefault();
    keep(pasted(rows, row, column, text));
  };
  return (
    <section className="group">
      <div className="row spread">
        <h2>{words.t("group.lines")} <span className="muted small">{words.count(rows.length)}</span></h2>
        {editable && <button type="button" className="small" onClick={() => keep([...rows, {}])}>{words.t("lines.add")}</button>}
      </div>
      {rows.length > 0 && (
        <div className="scroll-x">
          <table className="grid">
            <thead><tr>{columns.map((c) => <th key={c.at} className={c.kind === "amount" ? "num" : ""}>{words.code("line", c.at.slice(1).replace("/", "_"))}</th>)}{editable && <th><span className="hidden-visually">{words.t("lines.acts")}</span></th>}</tr></thead>
            <tbody>
              {rows.slice(first, first + SHOWN).map((line, i) => {
                const row = first + i;
                return (
                  <tr key={row}>
                    {columns.map((c, column) => (
                      <td key={c.at} className={c.kind === "amount" ? "num" : "text"}>
                        <input aria-label={`${words.code("line", c.at.slice(1).replace("/", "_"))} ${row + 1}`} value={get(line, c.at)} readOnly={!editable} onPaste={(e) => paste(e, row, column)}
                          onChange={(e) => set(row, column, e.target.value)} onBlur={(e) => { if (get(lines[row], c.at) !== e.target.value) keep(rows.map((l, n) => (n === row ? withValue(l, column, valueOf(e.target.value, c.kind)) : l))); }} />
                      </td>
                    ))}
                    {editable && (
                      <td className="row">
                        <button type="button" className="small plain" title={words.t("lines.split")} aria-label={`${words.t("lines.split")} ${row + 1}`} onClick={() => keep(split(rows, row))}>÷</button>
                        {row + 1 < rows.length && <button type="button" className="small plain" title={words.t("lines.merge")} aria-label={`${words.t("lines.merge")} ${row + 1}`} onClick={() => keep(merge(rows, row))}>∪</button>}
                        <button type="button" className="small plain" title={words.t("act.remove")} aria-label={`${words.t("act.remove")} ${row + 1}`} onClick={() => keep(rows.filter((_, n) => n !== row))}>✕</button>
                      </td>
                    )}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <Pager first={first} size={SHOWN} total={rows.length} go={setFirst} />
    </section>
  );
}

function withValue(line: Line, column: number, text: string): Line {
  const at = columns[column]?.at;
  if (at === "/price/net") return { ...line, price: { ...line.price, net: text || undefined } };
  return { ...line, [(at ?? "/name").slice(1)]: text || undefined };
}

function pasted(rows: Line[], row: number, column: number, text: string): Line[] {
  const out = [...rows];
  text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((record, i) => {
    record.split("\t").forEach((cell, j) => {
      const c = columns[column + j];
      if (c) out[row + i] = withValue(out[row + i] ?? {}, column + j, valueOf(cell, c.kind));
    });
  });
  return out;
}

function split(rows: Line[], row: number): Line[] {
  const line = rows[row] ?? {};
  const rest: Line = { ...line, id: undefined, quantity: undefined, net: undefined };
  return [...rows.slice(0, row + 1), rest, ...rows.slice(row + 1)];
}

// Amounts are added, texts joined; a price is kept only where both are the same.
function merge(rows: Line[], row: number): Line[] {
  const [a = {}, b = {}] = [rows[row], rows[row + 1]];
  const plus = (x?: string, y?: string) => {
    const [p, q] = [decimal(x), decimal(y)];
    return p === undefined ? y : q === undefined ? x : decimalText(p + q);
  };
  const joined: Line = { ...a, name: [a.name, b.name].filter(Boolean).join(" ") || undefined, net: plus(a.net, b.net) };
  if (a.price?.net !== undefined && a.price.net === b.price?.net) joined.quantity = plus(a.quantity, b.quantity);
  else if (b.quantity !== undefined && a.quantity === undefined) { joined.quantity = b.quantity; joined.price = b.price; }
  return [...rows.slice(0, row), joined, ...rows.slice(row + 2)];
}
