// What a consumer of gen/typescript writes: a fetch whose paths, parameters, bodies and answers are the contract's. It is
// compiled by check.sh; run against a server, it searches, asks and reads the events of an answer.
import type { components as v1, operations as one } from "../../gen/typescript/v1.ts";
import type { components as v2 } from "../../gen/typescript/v2.ts";

type JsonOf<Answer> = Answer extends { content: { "application/json": infer Body } } ? Body : never;
type Found = JsonOf<one["search"]["responses"][200]>;
type Problem = v1["schemas"]["Problem"];

// A change needs the version that it changes: leaving If-Match out does not compile.
export const change: one["correctInvoice"]["parameters"]["header"] = { "If-Match": '"3"' };
// @ts-expect-error
export const blind: one["correctInvoice"]["parameters"]["header"] = {};

async function call<Answer>(base: string, key: string, path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(base + path, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    const problem = (await answer.json()) as Problem;
    throw new Error(`${problem.code}: ${problem.detail ?? problem.title}`);
  }
  return (await answer.json()) as Answer;
}

export async function* eventsOf(stream: string): AsyncGenerator<v2["schemas"]["ChatEvent"]> {
  for (const block of stream.split("\n\n")) {
    const data = block.split("\n").find((line) => line.startsWith("data: "));
    if (data) yield JSON.parse(data.slice("data: ".length)) as v2["schemas"]["ChatEvent"];
  }
}

export async function search(base: string, key: string, query: string): Promise<Found> {
  const wanted: v1["schemas"]["SearchRequest"] = { query, mode: "hybrid", limit: 5 };
  return call<Found>(base, key, "/v1/search", wanted);
}

export async function ask(base: string, key: string, message: string): Promise<v2["schemas"]["Message"]> {
  const made = await call<v2["schemas"]["Conversation"]>(base, key, "/v2/chatbot/conversations", {});
  return call(base, key, `/v2/chatbot/conversations/${made.id}/messages`, { message });
}
