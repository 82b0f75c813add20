// What screens ask of the API, under one name each, so that a change anywhere makes the right answers stale.
import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { type ChatSchemas, must, mustTagged, type Schemas, send, v1, v2 } from "./client";

export type InvoiceFilter = {
  status?: Schemas["InvoiceStatus"][]; seller?: string; currency?: string; q?: string; number?: string;
  issue_date_from?: string; issue_date_to?: string; sort?: Schemas["InvoiceSort"]; document_id?: string;
};

export const meQuery = queryOptions({ queryKey: ["me"], queryFn: () => must(v1.GET("/v1/me")), staleTime: 60_000 });

/** useMay tells what the caller may do, by scope; nothing until that is known. */
export function useMay(): (scope: string) => boolean {
  const me = useQuery(meQuery);
  return (scope) => me.data?.scopes.includes(scope) ?? false;
}

export const invoicesQuery = (filter: InvoiceFilter) =>
  infiniteQueryOptions({
    queryKey: ["invoices", "list", filter],
    queryFn: ({ pageParam, signal }) => must(v1.GET("/v1/invoices", { params: { query: { ...filter, limit: 50, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
  });

export const invoiceQuery = (id: string) =>
  queryOptions({
    queryKey: ["invoices", "one", id],
    queryFn: ({ signal }) => mustTagged(v1.GET("/v1/invoices/{invoice_id}", { params: { path: { invoice_id: id }, query: { include: ["evidence"] } }, signal })),
  });

export const historyQuery = (id: string) =>
  queryOptions({ queryKey: ["invoices", "history", id], queryFn: () => must(v1.GET("/v1/invoices/{invoice_id}/history", { params: { path: { invoice_id: id } } })) });

export const askQuery = (query: Schemas["InvoiceQuery"]) =>
  queryOptions({ queryKey: ["invoices", "query", query], queryFn: () => must(v1.POST("/v1/invoices/query", { body: query })) });

export const documentQuery = (id: string) =>
  queryOptions({ queryKey: ["documents", "one", id], queryFn: () => must(v1.GET("/v1/documents/{document_id}", { params: { path: { document_id: id } } })) });

export const documentsQuery = () =>
  infiniteQueryOptions({
    queryKey: ["documents", "list"],
    queryFn: ({ pageParam }) => must(v1.GET("/v1/documents", { params: { query: { limit: 50, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
  });

/** textQuery is the text of one page; a scan is recognised at the first call, which may take a while. */
export const textQuery = (id: string, page: number) =>
  queryOptions({
    queryKey: ["documents", "text", id, page], staleTime: Infinity,
    queryFn: ({ signal }) => must(v1.GET("/v1/documents/{document_id}/text", { params: { path: { document_id: id }, query: { first_page: page, last_page: page } }, signal })),
  });

/** pictureQuery is a page as an address that an image can show. */
export const pictureQuery = (id: string, page: number, dpi = 144) =>
  queryOptions({
    queryKey: ["documents", "picture", id, page, dpi], staleTime: Infinity, gcTime: 60_000,
    queryFn: async ({ signal }) => {
      const blob = await (await send(`/v1/documents/${id}/pages/${page}?dpi=${dpi}`, { signal })).blob();
      const size = await createImageBitmap(blob).then((b) => ({ width: b.width, height: b.height }));
      return { url: URL.createObjectURL(blob), ...size };
    },
  });

export const jobsQuery = (state?: Schemas["JobState"]) =>
  queryOptions({ queryKey: ["jobs", state], refetchInterval: 2_000, queryFn: () => must(v1.GET("/v1/jobs", { params: { query: { limit: 100, ...(state ? { state: [state] } : {}) } as never } })) });

export const conversationsQuery = queryOptions({ queryKey: ["chat", "list"], queryFn: () => must(v2.GET("/v2/chatbot/conversations", { params: { query: { limit: 50 } } })) });
/** messagesQuery is a conversation from its beginning; of a very long one the first thousand messages. */
export const messagesQuery = (id: string) =>
  queryOptions({
    queryKey: ["chat", "messages", id],
    queryFn: async () => {
      const all: ChatSchemas["Message"][] = [];
      let cursor: string | undefined;
      do {
        const page = await must(v2.GET("/v2/chatbot/conversations/{conversation_id}/messages", { params: { path: { conversation_id: id }, query: { limit: 100, cursor } } }));
        all.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor && all.length < 1000);
      return all;
    },
  });
