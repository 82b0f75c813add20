// What can be done with an invoice, each with the entity tag it was seen under, so that nobody's change is lost.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { mustTagged, ProblemError, type Schemas, v1 } from "../../api/client";
import { invoiceQuery } from "../../api/queries";
import { get, patchOf } from "./model";

type Invoice = Schemas["Invoice"];
export type Conflict = { pointer: string; mine: string; theirs: string };
type Tagged = { data: Invoice; etag: string };

export function useActs(id: string, conflicted: (c: Conflict) => void) {
  const queries = useQueryClient();
  const { queryKey } = invoiceQuery(id);
  const held = () => queries.getQueryData<Tagged>(queryKey);
  const keep = (value: Tagged) => {
    queries.setQueryData(queryKey, value);
    void queries.invalidateQueries({ queryKey: ["invoices", "list"] });
    void queries.invalidateQueries({ queryKey: ["invoices", "next"] });
    void queries.invalidateQueries({ queryKey: ["invoices", "history", id] });
  };
  const patch = (body: unknown, etag: string) =>
    mustTagged(v1.PATCH("/v1/invoices/{invoice_id}", {
      params: { path: { invoice_id: id }, header: { "If-Match": etag } }, body: body as never,
      bodySerializer: (b) => JSON.stringify(b), headers: { "Content-Type": "application/merge-patch+json" },
    }));
  const fresh = () => mustTagged(v1.GET("/v1/invoices/{invoice_id}", { params: { path: { invoice_id: id }, query: { include: ["evidence"] } } }));

  // Changed by somebody else meanwhile: the value is set all the same where they left it alone, else a person decides.
  // It tells whether the value is the server's now.
  const setField = async ({ pointer, value, over }: { pointer: string; value: string; over?: boolean }): Promise<boolean> => {
    const seen = held();
    if (!seen) return false;
    try {
      keep(await withEvidence(await patch(patchOf(seen.data.data ?? {}, pointer, value), seen.etag), fresh));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 412) throw error;
      const now = await fresh();
      keep(now);
      const theirs = get(now.data.data, pointer);
      if (over || theirs === get(seen.data.data, pointer)) keep(await withEvidence(await patch(patchOf(now.data.data ?? {}, pointer, value), now.etag), fresh));
      else if (theirs !== value) { conflicted({ pointer, mine: value, theirs }); return false; }
    }
    return true;
  };
  const field = useMutation({ mutationFn: setField, scope: { id } });
  const lines = useMutation({ scope: { id }, mutationFn: async (list: Schemas["InvoiceLine"][]) => { const seen = held(); if (seen) keep(await withEvidence(await patch({ lines: list }, seen.etag), fresh)); } });
  const look = async () => keep(await fresh());
  const review = useMutation({
    scope: { id },
    mutationFn: async (body: Schemas["Review"]) => {
      const result = await mustTagged(v1.POST("/v1/invoices/{invoice_id}/review", { params: { path: { invoice_id: id }, header: { "If-Match": held()?.etag ?? "*" } }, body }));
      keep(await withEvidence(result, fresh));
      return result.data;
    },
  });
  const again = useMutation({
    scope: { id },
    mutationFn: async () => keep(await mustTagged(v1.POST("/v1/invoices/{invoice_id}/reprocess", { params: { path: { invoice_id: id } } }))),
  });
  return { field, lines, review, again, look };
}

// The answer to a change leaves out evidence that XML states itself; where that matters the whole is fetched.
async function withEvidence(result: Tagged, fresh: () => Promise<Tagged>): Promise<Tagged> {
  return ["ubl", "cii", "facturx"].includes(result.data.source ?? "") ? fresh() : result;
}
