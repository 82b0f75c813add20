// Files that are dropped or chosen: sent three at a time with their progress, then followed until they are read.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type DragEvent, useRef, useState, useSyncExternalStore } from "react";
import { ProblemError, type Schemas, must, v1 } from "../api/client";
import { useMay } from "../api/queries";
import { authorization } from "../api/session";
import { useWords } from "../i18n";
import { Status } from "./parts";

type Item = { id: number; name: string; sent: number; state: "waiting" | "sending" | "reading" | "done" | "failed"; invoice?: Schemas["Invoice"]; problem?: string };
const AT_ONCE = 3;
let items: Item[] = [];
let next = 1;
let active = 0;
const waiting: (() => Promise<void>)[] = [];
const listeners = new Set<() => void>();

function change(id: number, part: Partial<Item>) {
  items = items.map((i) => (i.id === id ? { ...i, ...part } : i));
  for (const l of listeners) l();
}

function pump() {
  while (active < AT_ONCE) {
    const task = waiting.shift();
    if (!task) return;
    active++;
    void task().finally(() => { active--; pump(); });
  }
}

/** upload queues files to be read as invoices. */
export function upload(files: Iterable<File>, queries: QueryClient) {
  for (const file of files) {
    const id = next++;
    items = [...items, { id, name: file.name, sent: 0, state: "waiting" }];
    waiting.push(() => one(id, file, queries));
  }
  for (const l of listeners) l();
  pump();
}

async function one(id: number, file: File, queries: QueryClient) {
  try {
    change(id, { state: "sending" });
    const invoice = await post(file, (sent) => change(id, { sent }));
    change(id, { state: "reading", sent: 1, invoice });
    void queries.invalidateQueries({ queryKey: ["invoices"] });
    const done = await follow(invoice);
    change(id, { state: done.status === "failed" ? "failed" : "done", invoice: done, problem: done.error?.message });
  } catch (error) {
    change(id, { state: "failed", problem: error instanceof Error ? error.message : String(error) });
  }
  void queries.invalidateQueries({ queryKey: ["invoices"] });
}

// XMLHttpRequest, since fetch does not tell how much of a body was sent.
function post(file: File, progress: (share: number) => void): Promise<Schemas["Invoice"]> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const form = new FormData();
    form.set("file", file);
    call.open("POST", "/v1/invoices");
    if (authorization()) call.setRequestHeader("Authorization", authorization());
    call.responseType = "json";
    call.upload.onprogress = (e) => progress(e.total ? e.loaded / e.total : 0);
    call.onload = () => (call.status < 300 ? resolve(call.response) : reject(new ProblemError(call.status, call.response ?? {})));
    call.onerror = () => reject(new ProblemError(0, { detail: "connection lost" }));
    call.send(form);
  });
}

async function follow(invoice: Schemas["Invoice"]): Promise<Schemas["Invoice"]> {
  while (invoice.status === "queued" || invoice.status === "processing") {
    invoice = await must(v1.GET("/v1/invoices/{invoice_id}", { params: { path: { invoice_id: invoice.id }, header: { Prefer: "wait=20" } } }));
  }
  return invoice;
}

export function useDrop(allowed: boolean) {
  const queries = useQueryClient();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const holdsFiles = (e: DragEvent) => allowed && e.dataTransfer.types.includes("Files");
  const handlers = {
    onDragEnter: (e: DragEvent) => { if (holdsFiles(e)) { e.preventDefault(); depth.current++; setOver(true); } },
    onDragOver: (e: DragEvent) => { if (holdsFiles(e)) e.preventDefault(); },
    onDragLeave: () => { depth.current = Math.max(0, depth.current - 1); if (!depth.current) setOver(false); },
    onDrop: (e: DragEvent) => {
      if (!holdsFiles(e)) return;
      e.preventDefault();
      depth.current = 0;
      setOver(false);
      upload(e.dataTransfer.files, queries);
    },
  };
  return { over, handlers };
}

export function UploadButton() {
  const { t } = useWords();
  const queries = useQueryClient();
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const may = useMay();
  const take = (input: HTMLInputElement) => { upload(input.files ?? [], queries); input.value = ""; };
  if (!may("invoices:write")) return null;
  return (
    <span className="row">
      <input ref={files} type="file" multiple hidden onChange={(e) => take(e.currentTarget)} aria-label={t("upload.choose")} />
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={(e) => take(e.currentTarget)} aria-label={t("upload.camera")} />
      <button type="button" className="primary" onClick={() => files.current?.click()}>{t("upload.choose")}</button>
      {matchMedia("(pointer: coarse)").matches && <button type="button" onClick={() => camera.current?.click()}>{t("upload.camera")}</button>}
    </span>
  );
}

/** Uploads is the list of what was sent in this tab, until it is closed. */
export function Uploads() {
  const { t, ...words } = useWords();
  const list = useSyncExternalStore((l) => { listeners.add(l); return () => listeners.delete(l); }, () => items);
  if (list.length === 0) return null;
  const open = list.filter((i) => i.state !== "done" && i.state !== "failed").length;
  return (
    <aside className="uploads card" aria-label={t("upload.title")}>
      <div className="row spread">
        <strong role="status">{open ? t("upload.open", { n: open }) : t("upload.finished", { n: list.length })}</strong>
        <button type="button" className="small plain" onClick={() => { items = items.filter((i) => i.state !== "done" && i.state !== "failed"); for (const l of listeners) l(); }}>{t("act.clear")}</button>
      </div>
      <ul className="plain">
        {list.slice(-12).map((i) => (
          <li key={i.id}>
            <div className="row spread">
              {i.invoice ? <Link to="/invoices/$id" params={{ id: i.invoice.id }}>{i.name}</Link> : <span>{i.name}</span>}
              {i.state === "done" && i.invoice ? <Status value={i.invoice.status} /> : <span className={`badge ${i.state === "failed" ? "bad" : "info"}`}>{words.code("upload", i.state)}</span>}
            </div>
            {i.state === "sending" && <progress value={i.sent} max={1} aria-label={i.name} />}
            {i.problem && <p className="small muted">{i.problem}</p>}
          </li>
        ))}
      </ul>
    </aside>
  );
}
