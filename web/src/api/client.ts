// The clients of both versions of the contract, and what every screen does with their answers.
import createClient, { type Middleware } from "openapi-fetch";
import type { components as V1, paths as PathsV1 } from "../../../gen/typescript/v1";
import type { components as V2, paths as PathsV2 } from "../../../gen/typescript/v2";
import { reached } from "./line";
import { authorization, signedOut } from "./session";

export type Schemas = V1["schemas"];
export type ChatSchemas = V2["schemas"];
export type Problem = Schemas["Problem"];

/** ProblemError is an answer that is no success: the contract's problem, or what stood in its place. */
export class ProblemError extends Error {
  constructor(readonly status: number, readonly problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
  }
  get code(): string {
    return this.problem.code ?? "";
  }
}

const auth: Middleware = {
  onRequest({ request }) {
    const value = authorization();
    if (value) request.headers.set("Authorization", value);
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) signedOut();
    return response;
  },
};

export const v1 = createClient<PathsV1>({ baseUrl: "/", fetch: reached });
export const v2 = createClient<PathsV2>({ baseUrl: "/", fetch: reached });
v1.use(auth);
v2.use(auth);

type Result<T> = { data?: T; error?: unknown; response: Response };

/** must gives the data of an answer, or throws its problem. */
export async function must<T>(call: Promise<Result<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new ProblemError(response.status, (error ?? {}) as Partial<Problem>);
}

/** mustTagged gives the data of an answer together with its entity tag. */
export async function mustTagged<T>(call: Promise<Result<T>>): Promise<{ data: T; etag: string }> {
  const result = await call;
  const data = await must(Promise.resolve(result));
  return { data, etag: result.response.headers.get("ETag") ?? "" };
}

/** send is fetch with the caller's credentials, for bytes and streams. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const value = authorization();
  if (value) headers.set("Authorization", value);
  const response = await reached(path, { ...init, headers });
  if (response.status === 401) signedOut();
  if (!response.ok) throw new ProblemError(response.status, await response.json().catch(() => ({})));
  return response;
}
