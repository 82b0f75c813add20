// Who one is here, and what the installation runs on.
import { useQuery } from "@tanstack/react-query";
import { must, v1, v2 } from "../api/client";
import { meQuery } from "../api/queries";
import { useWords } from "../i18n";
import { Failure } from "../ui/parts";
import { Audit } from "./settings/audit";
import { Keys } from "./settings/keys";
import { Password, People } from "./settings/people";

export function Settings() {
  const words = useWords();
  const me = useQuery(meQuery);
  return (
    <div className="screen">
      <h1>{words.t("nav.settings")}</h1>
      {me.isError && <Failure error={me.error} />}
      {me.data && (
        <section className="card">
          <h2>{words.t("settings.me")}</h2>
          <dl className="dl">
            <dt>{words.t("settings.workspace")}</dt><dd>{me.data.workspace_name}</dd>
            <dt>{words.t("settings.role")}</dt><dd>{words.code("role", me.data.role)}</dd>
            {me.data.api_key_name && <><dt>{words.t("settings.key")}</dt><dd>{me.data.api_key_name}</dd></>}
            <dt>{words.t("settings.scopes")}</dt><dd className="mono small">{me.data.scopes.join(", ")}</dd>
          </dl>
        </section>
      )}
      <Password />
      <Models />
      {me.data?.scopes.includes("admin") && <Index />}
      {me.data?.scopes.includes("admin") && <Keys />}
      {me.data?.scopes.includes("admin") && <People />}
      {me.data?.scopes.includes("admin") && <Audit />}
    </div>
  );
}

function Models() {
  const words = useWords();
  const models = useQuery({ queryKey: ["models"], queryFn: () => must(v2.GET("/v2/models")) });
  return (
    <section className="card kept">
      <h2>{words.t("settings.models")}</h2>
      {models.isError && <Failure error={models.error} />}
      <ul className="plain">{models.data?.data.map((m) => <li key={m.id} className="mono">{m.id}</li>)}</ul>
    </section>
  );
}

function Index() {
  const words = useWords();
  const index = useQuery({ queryKey: ["index"], queryFn: () => must(v1.GET("/v1/admin/index")), retry: false });
  return (
    <section className="card scroll-x kept-index">
      <h2>{words.t("settings.index")}</h2>
      {index.isError && <Failure error={index.error} />}
      <table>
        <thead><tr><th>{words.code("field", "status")}</th><th>{words.t("settings.embedder")}</th><th className="num">{words.t("nav.documents")}</th><th className="num">{words.t("settings.chunks")}</th><th className="num">{words.t("settings.recall")}</th></tr></thead>
        <tbody>{index.data?.generations.map((g) => <tr key={g.id}><td>{words.code("index", g.state)}</td><td className="mono small">{g.embedder ?? "—"}</td><td className="num">{words.count(g.documents)}</td><td className="num">{words.count(g.chunks)}</td><td className="num">{g.recall?.toFixed(3)}</td></tr>)}</tbody>
      </table>
    </section>
  );
}
