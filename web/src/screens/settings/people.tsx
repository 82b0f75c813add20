// The workspace's people: invited by a link that is handed over, given another role, disabled; and one's own password.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { must, type Schemas, v1 } from "../../api/client";
import { meQuery } from "../../api/queries";
import { useWords } from "../../i18n";
import { Failure, useComplain } from "../../ui/parts";
import { say } from "../../ui/toasts";

type User = Schemas["User"];
const roles: Schemas["Role"][] = ["viewer", "member", "reviewer", "admin"];
const stale = { queryKey: ["users"] };

export function People() {
  const words = useWords();
  const query = useInfiniteQuery({
    ...stale, queryFn: ({ pageParam }) => must(v1.GET("/v1/users", { params: { query: { limit: 50, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined, getNextPageParam: (p) => p.next_cursor,
  });
  const [invited, setInvited] = useState<Schemas["Invitation"]>();
  const list = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <section className="card stack">
      <h2 id="people">{words.t("people.title")}</h2>
      <Invite done={setInvited} />
      {invited && <Handed invited={invited} close={() => setInvited(undefined)} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {list.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={words.t("people.title")}>
          <table>
            <thead><tr><th>{words.t("signin.email")}</th><th>{words.t("keys.name")}</th><th>{words.t("settings.role")}</th><th>{words.code("field", "status")}</th><th>{words.t("people.seen")}</th></tr></thead>
            <tbody>{list.map((u) => <Row key={u.id} of={u} />)}</tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && <button type="button" onClick={() => void query.fetchNextPage()}>{words.t("act.more")}</button>}
    </section>
  );
}

function Row({ of: u }: { of: User }) {
  const words = useWords();
  const queries = useQueryClient();
  const complain = useComplain();
  const change = useMutation({
    mutationFn: (body: Schemas["ChangeUser"]) => must(v1.PATCH("/v1/users/{user_id}", { params: { path: { user_id: u.id } }, body, headers: { "Content-Type": "application/merge-patch+json" } })),
    onError: complain, onSettled: () => queries.invalidateQueries(stale),
  });
  return (
    <tr>
      <td>{u.email}</td><td>{u.name}</td>
      <td><select aria-label={`${words.t("settings.role")}: ${u.email}`} value={u.role} disabled={change.isPending} onChange={(e) => change.mutate({ role: e.target.value as Schemas["Role"] })}>{roles.map((r) => <option key={r} value={r}>{words.code("role", r)}</option>)}</select></td>
      <td><button type="button" className="small" aria-label={`${words.t(u.disabled ? "people.enable" : "people.disable")}: ${u.email}`} disabled={change.isPending} onClick={() => change.mutate({ disabled: !u.disabled })}>{words.t(u.disabled ? "people.enable" : "people.disable")}</button></td>
      <td>{u.last_signed_in_at ? words.time(u.last_signed_in_at) : words.t("keys.never")}</td>
    </tr>
  );
}

function Invite({ done }: { done: (i: Schemas["Invitation"]) => void }) {
  const words = useWords();
  const queries = useQueryClient();
  const invite = useMutation({ mutationFn: (body: Schemas["InviteUser"]) => must(v1.POST("/v1/users", { body })), onSettled: () => queries.invalidateQueries(stale) });
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget;
    const given = new FormData(form);
    const name = String(given.get("name")).trim();
    invite.mutate({ email: String(given.get("email")).trim(), name: name || undefined, role: given.get("role") as Schemas["Role"] }, { onSuccess: (i) => { form.reset(); done(i); } });
  };
  return (
    <form className="row" onSubmit={submit}>
      <label><span>{words.t("signin.email")}</span><input name="email" type="email" required maxLength={254} autoComplete="off" /></label>
      <label><span>{words.t("keys.name")}</span><input name="name" maxLength={200} autoComplete="off" /></label>
      <label><span>{words.t("settings.role")}</span><select name="role" defaultValue="reviewer">{roles.map((r) => <option key={r} value={r}>{words.code("role", r)}</option>)}</select></label>
      <button disabled={invite.isPending}>{words.t("people.invite")}</button>
      {invite.isError && <Failure error={invite.error} />}
    </form>
  );
}

function Handed({ invited, close }: { invited: Schemas["Invitation"]; close: () => void }) {
  const words = useWords();
  const link = `${location.origin}/#link=${invited.link.link}`;
  const copy = () => navigator.clipboard.writeText(link).then(() => say(words.t("keys.copied"), "good"), () => say(words.t("keys.notcopied"), "bad"));
  return (
    <div className="notice good stack" role="status">
      <p>{words.t("people.link", { name: invited.user.email, until: words.time(invited.link.expires_at) })}</p>
      <div className="row"><code className="secret">{link}</code><button type="button" className="small" onClick={() => void copy()}>{words.t("keys.copy")}</button><button type="button" className="small" onClick={close}>{words.t("act.close")}</button></div>
    </div>
  );
}

/** Password is the caller's own; who came by a link just now need not know the one before. */
export function Password() {
  const { t } = useWords();
  const me = useQuery(meQuery);
  const set = useMutation({ mutationFn: (body: Schemas["SetPassword"]) => must(v1.PUT("/v1/me/password", { body })) });
  if (!me.data?.user_id) return null;
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget;
    const given = new FormData(form);
    const current = String(given.get("current"));
    set.mutate({ new_password: String(given.get("password")), current_password: current || undefined }, { onSuccess: () => { form.reset(); say(t("password.set"), "good"); } });
  };
  return (
    <section className="card stack">
      <h2 id="password">{t("password.title")}</h2>
      <form className="row" onSubmit={submit}>
        <label><span>{t("password.current")}</span><input name="current" type="password" autoComplete="current-password" maxLength={256} /></label>
        <label><span>{t("password.new")}</span><input name="password" type="password" autoComplete="new-password" required minLength={12} maxLength={256} /></label>
        <button disabled={set.isPending}>{t("act.save")}</button>
      </form>
      {set.isError && <Failure error={set.error} />}
    </section>
  );
}
