// An answer as it is made: the events of the contract put together to a message.
import { type ChatSchemas, ProblemError, send } from "../../api/client";

type Message = ChatSchemas["Message"];
type Event = ChatSchemas["ChatEvent"];

/** ask sends a question and tells of the answer as far as it is, until it is whole. */
export async function ask(conversation: string, message: string, signal: AbortSignal, tell: (m: Partial<Message>) => void) {
  const response = await send(`/v2/chatbot/conversations/${conversation}/messages`, {
    method: "POST", signal, body: JSON.stringify({ message }), headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
  });
  let answer: Partial<Message> = { text: "", citations: [], tools: [] };
  for await (const event of events(response)) {
    if (event.type === "error") throw new ProblemError(200, { code: event.code as never, detail: event.detail });
    answer = joined(answer, event);
    tell(answer);
  }
}

function joined(m: Partial<Message>, e: Event): Partial<Message> {
  switch (e.type) {
    case "delta": return { ...m, text: (m.text ?? "") + (e.text ?? "") };
    case "citation": return e.citation ? { ...m, citations: [...(m.citations ?? []), e.citation] } : m;
    case "tool": return e.tool ? { ...m, tools: [...(m.tools ?? []).filter((t) => t.id !== e.tool?.id), e.tool] } : m;
    case "done": return e.message ?? m;
    default: return m;
  }
}

async function* events(response: Response): AsyncGenerator<Event> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (reader) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block.split("\n").filter((l) => l.startsWith("data:")).map((l) => l.slice(5).trimStart()).join("\n");
      if (data) yield JSON.parse(data) as Event;
    }
  }
}
