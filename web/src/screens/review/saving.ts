// What is typed into the fields, and its way to the server: kept until it is taken there, and sent again when a lost
// connection is found.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Schemas } from "../../api/client";
import { useReached } from "../../api/line";
import { useExplain } from "../../ui/parts";
import type { useActs } from "./acts";
import { allFields, get, valueOf } from "./model";

type Texts = Record<string, string>;
const without = (texts: Texts, pointer: string) => Object.fromEntries(Object.entries(texts).filter(([p]) => p !== pointer));

export function useSaving(invoice: Schemas["Invoice"], field: ReturnType<typeof useActs>["field"]) {
  const { draft, change, held } = useDrafts(invoice.id);
  const [unsaved, setUnsaved] = useState<Texts>({});
  const [seen, setSeen] = useState(new Set<string>());
  const under = useRef(new Map<string, Promise<boolean>>());
  const explain = useExplain();
  const up = useReached();
  const data = useRef(invoice.data);
  data.current = invoice.data;

  const edit = useCallback((pointer: string, value: string) => change((d) => ({ ...d, [pointer]: value })), [change]);
  const drop = useCallback((pointer: string) => { change((d) => without(d, pointer)); setUnsaved((u) => without(u, pointer)); }, [change]);
  const commit = useCallback((pointer: string) => {
    setSeen((s) => new Set(s).add(pointer));
    const typed = held.current[pointer];
    if (typed === undefined) return;
    const value = valueOf(typed, allFields.find((f) => f.pointer === pointer)?.kind ?? "text");
    if (value === get(data.current, pointer)) { drop(pointer); return; }
    const run = field.mutateAsync({ pointer, value }).then(
      (taken) => { if (taken && held.current[pointer] === typed) drop(pointer); return taken; },
      (e: unknown) => { setUnsaved((u) => ({ ...u, [pointer]: explain(e) })); return false; },
    );
    under.current.set(pointer, run);
  }, [drop, explain, field, held]);

  /** settle sends what is left and tells whether the server has all of it. */
  const settle = useCallback(async () => {
    for (const pointer of Object.keys(held.current)) if (!under.current.has(pointer)) commit(pointer);
    const taken = await Promise.all(under.current.values());
    under.current.clear();
    return taken.every(Boolean);
  }, [commit, held]);

  const resend = useRef(commit);
  resend.current = commit;
  useEffect(() => {
    if (!up) return;
    const typing = document.activeElement?.id;
    for (const f of allFields) if (held.current[f.pointer] !== undefined && typing !== `field-${f.name}`) resend.current(f.pointer);
  }, [up, held]);
  return { draft, unsaved, seen, edit, drop, commit, settle };
}

/** useDrafts keeps what was typed and not yet taken; it outlives a reload. */
function useDrafts(id: string) {
  const name = `docket.draft.${id}`;
  const [draft, setDraft] = useState<Texts>(() => JSON.parse(sessionStorage.getItem(name) ?? "{}"));
  // What a blur sends is what was typed last, also when nothing was rendered between.
  const held = useRef(draft);
  const change = useCallback((how: (d: Texts) => Texts) => {
    held.current = how(held.current);
    setDraft(held.current);
    if (Object.keys(held.current).length) sessionStorage.setItem(name, JSON.stringify(held.current));
    else sessionStorage.removeItem(name);
  }, [name]);
  return { draft, change, held };
}
