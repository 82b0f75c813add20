// The workspace's API keys: made, told once, renamed and revoked.
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { must, type Schemas, v1 } from "../../api/client";
import { useWords } from "../../i18n";
import { Ask, Failure, useComplain } from "../../ui/parts";
import { say } from "../../ui/toasts";

type ApiKey = Schemas["ApiKey"];
const roles: Schemas["Role"][] = ["viewer", "member", "reviewer", "admin"];
const stale = { queryKey: ["keys"] };

export function Keys() {
  const words = useWords();
  const query = useInfiniteQuery({
    ...stale, queryFn: ({ pageParam }) => must(v1.GET("/v1/api-keys", { params: { query: { limit: 50, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined, getNextPageParam: (p) => p.next_cursor,
  });
  const [made, setMade] = useState<Schemas["NewApiKey"]>();
  const [leaving, setLeaving] = useState<ApiKey>();
  const list = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <section className="card stack">
      <h2 id="keys">{words.t("keys.title")}</h2>
      <Make done={setMade} />
      {made && <Told made={made} close={() => setMade(undefined)} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {list.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={words.t("keys.title")}>
          <table>
            <thead><tr><th>{words.t("keys.name")}</th><th>{words.t("keys.begins")}</th><th>{words.t("settings.role")}</th><th>{words.code("field", "status")}</th><th>{words.t("keys.used")}</th><th><span className="hidden-visually">{words.t("lines.acts")}</span></th></tr></thead>
            <tbody>{list.map((k) => <Row key={k.id} of={k} revoke={() => setLeaving(k)} />)}</tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && <button type="button" onClick={() => void query.fetchNextPage()}>{words.t("act.more")}</button>}
      {leaving && <Revoke of={leaving} close={() => setLeaving(undefined)} />}
    </section>
  );
}

function Row({ of: k, revoke }: { of: ApiKey; revoke: () => void }) {
  const words = useWords();
  const [renaming, setRenaming] = useState(false);
  const free = k.state === "active" && !k.from_setting;
  return (
    <tr>
      <td>{renaming ? <Rename of={k} close={() => setRenaming(false)} /> : k.name}{k.from_setting && <p className="small muted">{words.t("keys.setting")}</p>}</td>
      <td className="mono">{k.prefix}…</td><td>{words.code("role", k.role)}</td>
      <td><span className={`badge ${k.state === "active" ? "good" : ""}`}>{words.code("key", k.state)}</span></td>
      <td>{k.last_used_at ? words.time(k.last_used_at) : words.t("keys.never")}</td>
      <td className="row">
        {free && !renaming && <button type="button" className="small" aria-label={`${words.t("keys.rename")}: ${k.name}`} onClick={() => setRenaming(true)}>{words.t("keys.rename")}</button>}
        {free && <button type="button" className="small danger" aria-label={`${words.t("keys.revoke")}: ${k.name}`} onClick={revoke}>{words.t("keys.revoke")}</button>}
      </td>
    </tr>
  );
}

function Make({ done }: { done: (made: Schemas["NewApiKey"]) => void }) {
  const words = useWords();
  const queries = useQueryClient();
  const make = useMutation({ mutationFn: (body: Schemas["CreateApiKey"]) => must(v1.POST("/v1/api-keys", { body })), onSettled: () => queries.invalidateQueries(stale) });
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget;
    const given = new FormData(form);
    const until = String(given.get("expires"));
    const body = { name: String(given.get("name")).trim(), role: given.get("role") as Schemas["Role"], expires_at: until ? new Date(`${until}T23:59:59`).toISOString() : undefined };
    make.mutate(body, { onSuccess: (k) => { form.reset(); done(k); } });
  };
  return (
    <form className="row" onSubmit={submit}>
      <label><span>{words.t("keys.name")}</span><input name="name" required maxLength={200} autoComplete="off" /></label>
      <label><span>{words.t("settings.role")}</span><select name="role" defaultValue="member">{roles.map((r) => <option key={r} value={r}>{words.code("role", r)}</option>)}</select></label>
      <label><span>{words.t("keys.expires")}</span><input name="expires" type="date" /></label>
      <button disabled={make.isPending}>{words.t("keys.make")}</button>
      {make.isError && <Failure error={make.error} />}
    </form>
  );
}

function Told({ made, close }: { made: Schemas["NewApiKey"]; close: () => void }) {
  const { t } = useWords();
  const copy = () => navigator.clipboard.writeText(made.key).then(() => say(t("keys.copied"), "good"), () => say(t("keys.notcopied"), "bad"));
  return (
    <div className="notice good stack" role="status">
      <p>{t("keys.once", { name: made.name })}</p>
      <div className="row"><code className="secret">{made.key}</code><button type="button" className="small" onClick={() => void copy()}>{t("keys.copy")}</button><button type="button" className="small" onClick={close}>{t("act.close")}</button></div>
    </div>
  );
}

function Rename({ of: k, close }: { of: ApiKey; close: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const complain = useComplain();
  const rename = useMutation({
    mutationFn: (name: string) => must(v1.PATCH("/v1/api-keys/{api_key_id}", { params: { path: { api_key_id: k.id } }, body: { name }, headers: { "Content-Type": "application/merge-patch+json" } })),
    onSuccess: close, onError: complain, onSettled: () => queries.invalidateQueries(stale),
  });
  return (
    <form className="row" onSubmit={(e) => { e.preventDefault(); rename.mutate(String(new FormData(e.currentTarget).get("name")).trim()); }}>
      <input name="name" aria-label={t("keys.name")} defaultValue={k.name} required maxLength={200} autoFocus onKeyDown={(e) => { if (e.key === "Escape") close(); }} />
      <button className="small" disabled={rename.isPending}>{t("act.save")}</button>
    </form>
  );
}

function Revoke({ of: k, close }: { of: ApiKey; close: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => must(v1.DELETE("/v1/api-keys/{api_key_id}", { params: { path: { api_key_id: k.id } } })),
    onSuccess: () => { close(); say(t("keys.revoked", { name: k.name }), "good"); }, onSettled: () => queries.invalidateQueries(stale),
  });
  return (
    <Ask title={t("keys.revoke.title", { name: k.name })} close={close}>
      <p>{t("keys.revoke.hint")}</p>
      {revoke.isError && <Failure error={revoke.error} />}
      <div className="row"><button type="button" className="danger" autoFocus disabled={revoke.isPending} onClick={() => revoke.mutate()}>{t("keys.revoke")}</button><button type="button" onClick={close}>{t("act.cancel")}</button></div>
    </Ask>
  );
}
