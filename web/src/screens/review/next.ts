// Which invoice comes next, and having it there before it is asked for.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { must, v1 } from "../../api/client";
import { invoiceQuery, pictureQuery } from "../../api/queries";

/** nextInvoice is the oldest other invoice that waits for a decision, those with doubts first. */
export async function nextInvoice(queries: QueryClient, but: string): Promise<string | undefined> {
  for (const status of ["needs_review", "ready"] as const) {
    const page = await queries.fetchQuery({
      queryKey: ["invoices", "next", status],
      queryFn: () => must(v1.GET("/v1/invoices", { params: { query: { status: [status], sort: "created_at", limit: 3 } } })),
      staleTime: 500,
    });
    const other = page.items.find((i) => i.id !== but);
    if (other) return other.id;
  }
  return undefined;
}

/** useNextAhead loads the next invoice and its first page once this one is shown. */
export function useNextAhead(id: string) {
  const queries = useQueryClient();
  useEffect(() => {
    const timer = setTimeout(async () => {
      const next = await nextInvoice(queries, id).catch(() => undefined);
      if (!next) return;
      const found = await queries.fetchQuery(invoiceQuery(next)).catch(() => undefined);
      if (found?.data.first_page) await queries.prefetchQuery(pictureQuery(found.data.document_id, found.data.first_page));
    }, 600);
    return () => clearTimeout(timer);
  }, [id, queries]);
}
