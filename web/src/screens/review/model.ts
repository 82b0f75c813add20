// The arithmetic of a review: values by JSON pointer, merge patches, sums, and what words on a page say as a value.
import type { Schemas } from "../../api/client";

export type Data = Schemas["InvoiceData"];
export type Kind = "text" | "date" | "amount";
export type FieldSpec = { pointer: string; name: string; kind: Kind };
export type Group = { name: string; fields: FieldSpec[] };

const f = (pointer: string, kind: Kind = "text"): FieldSpec => ({ pointer, kind, name: pointer.slice(1).replaceAll("/", "_") });

export const groups: Group[] = [
  { name: "invoice", fields: [f("/number"), f("/issue_date", "date"), f("/due_date", "date"), f("/type_code"), f("/currency"), f("/purchase_order_ref"), f("/buyer_reference")] },
  { name: "seller", fields: [f("/seller/name"), f("/seller/vat_id"), f("/seller/tax_id"), f("/seller/address/line1"), f("/seller/address/postal_code"), f("/seller/address/city"), f("/seller/address/country")] },
  { name: "buyer", fields: [f("/buyer/name"), f("/buyer/vat_id"), f("/buyer/address/city"), f("/buyer/address/country")] },
  { name: "payment", fields: [f("/payment/accounts/0/iban"), f("/payment/accounts/0/bic"), f("/payment/reference"), f("/payment_terms")] },
  { name: "totals", fields: [f("/totals/net", "amount"), f("/totals/tax", "amount"), f("/totals/gross", "amount"), f("/totals/paid", "amount"), f("/totals/due", "amount")] },
];

export const allFields = groups.flatMap((g) => g.fields);

/** get is the value at a pointer as text; "" when there is none. */
export function get(data: unknown, pointer: string): string {
  let at: unknown = data;
  for (const part of pointer.split("/").slice(1)) {
    if (at === null || typeof at !== "object") return "";
    at = (at as Record<string, unknown>)[part];
  }
  return typeof at === "string" || typeof at === "number" ? String(at) : "";
}

/** patchOf is the merge patch that sets one value; lists are given whole, as RFC 7396 wants it. "" removes the value. */
export function patchOf(data: unknown, pointer: string, value: string): Record<string, unknown> {
  return put(data, pointer.split("/").slice(1), value === "" ? null : value) as Record<string, unknown>;
}

function put(at: unknown, path: string[], value: string | null): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (/^\d+$/.test(head)) {
    const list = Array.isArray(at) ? structuredClone(at) : [];
    list[Number(head)] = merged(list[Number(head)] ?? {}, put(list[Number(head)], rest, value));
    return list;
  }
  const below = at !== null && typeof at === "object" ? (at as Record<string, unknown>)[head] : undefined;
  return { [head]: put(below, rest, value) };
}

// Within a list the patch itself must be applied, since the list replaces the old one.
function merged(target: unknown, patch: unknown): unknown {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const out: Record<string, unknown> = { ...(target as object) };
  for (const [k, v] of Object.entries(patch)) {
    if (v === null) delete out[k];
    else out[k] = merged(out[k] ?? {}, v);
  }
  return out;
}

const SCALE = 10;

/** decimal is a number of the contract in units of 10^-10; undefined when it is none. */
export function decimal(text: string | undefined): bigint | undefined {
  const m = /^(-?)(\d+)(?:\.(\d{1,10}))?$/.exec(text ?? "");
  if (!m) return undefined;
  const value = BigInt(m[2] + (m[3] ?? "").padEnd(SCALE, "0"));
  return m[1] ? -value : value;
}

export function decimalText(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, "0");
  const part = digits.slice(-SCALE).replace(/0+$/, "").padEnd(2, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -SCALE)}.${part}`;
}

export type Sum = { name: string; expected: string; actual: string; holds: boolean };

const added = (list: (bigint | undefined)[]) => (list.length && list.every((n) => n !== undefined) ? list.reduce<bigint>((a, b) => a + (b ?? 0n), 0n) : undefined);

/** sums are the equations of EN 16931 that the totals can be held to: what each should be and what it is. */
export function sums(data: Data): Sum[] {
  const t = data.totals ?? {};
  const out: Sum[] = [];
  const hold = (name: string, expected: bigint | undefined, actual: string | undefined) => {
    const is = decimal(actual);
    if (expected !== undefined && is !== undefined) out.push({ name, expected: decimalText(expected), actual: actual ?? "", holds: expected === is });
  };
  const net = decimal(t.net), tax = decimal(t.tax), gross = decimal(t.gross);
  hold("lines", added((data.lines ?? []).filter((l) => !l.kind || l.kind === "detail").map((l) => decimal(l.net))), t.line_net);
  hold("taxes", added((data.taxes ?? []).map((x) => decimal(x.amount))), t.tax);
  if (net !== undefined && tax !== undefined) hold("gross", net + tax, t.gross);
  if (gross !== undefined) hold("due", gross - (decimal(t.paid) ?? 0n) + (decimal(t.rounding) ?? 0n), t.due);
  return out;
}

/** valueOf reads what stands on a page as the contract writes it; what it does not understand stays as it stands. */
export function valueOf(text: string, kind: Kind): string {
  const clean = text.trim().replace(/\s+/g, " ");
  if (kind === "date") return dateOf(clean) ?? clean;
  if (kind === "amount") return amountOf(clean) ?? clean;
  return clean;
}

function dateOf(text: string): string | undefined {
  const iso = /(\d{4})[-./](\d{1,2})[-./](\d{1,2})/.exec(text);
  if (iso) return day(iso[1], iso[2], iso[3]);
  const other = /(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})\b/.exec(text);
  if (!other) return undefined;
  const year = other[3]?.length === 2 ? `20${other[3]}` : other[3];
  return Number(other[2]) > 12 ? day(year, other[1], other[2]) : day(year, other[2], other[1]);
}

function day(y = "", m = "", d = ""): string | undefined {
  if (Number(m) < 1 || Number(m) > 12 || Number(d) < 1 || Number(d) > 31) return undefined;
  return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
}

function amountOf(text: string): string | undefined {
  const negative = /^\s*[-−(]|[-−)]\s*$/.test(text.replace(/[^\d.,'’()\s−-]/g, ""));
  let digits = text.replace(/[^\d.,]/g, "");
  if (!/\d/.test(digits)) return undefined;
  const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  const tail = last < 0 ? "" : digits.slice(last + 1);
  const both = digits.includes(".") && digits.includes(",");
  // Three digits behind a single separator are thousands, anything else behind the last one is the fraction.
  if (last >= 0 && (both || tail.length !== 3)) digits = `${digits.slice(0, last).replace(/[.,]/g, "")}.${tail}`;
  else digits = digits.replace(/[.,]/g, "");
  return (negative ? "-" : "") + digits.replace(/^\./, "0.").replace(/\.$/, "");
}
