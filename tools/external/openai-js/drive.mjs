// Asks a running Docket as any user of OpenAI's client does: drive.mjs BASE_URL KEY. Throws at the first surprise.
import assert from 'node:assert/strict'
import OpenAI, { NotFoundError, AuthenticationError, BadRequestError, UnprocessableEntityError } from 'openai'

const [baseURL, apiKey] = process.argv.slice(2)
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const ask = (content, more = {}) => ({ model: 'docket-passages', messages: [{ role: 'user', content }], ...more })

const models = []
for await (const model of client.models.list()) models.push(model.id)
assert.ok(models.includes('docket-passages'), `models: ${models}`)

const whole = await client.chat.completions.create(ask('Until when must I hand in receipts?'))
assert.equal(whole.object, 'chat.completion')
assert.equal(whole.choices[0].finish_reason, 'stop')
assert.match(whole.choices[0].message.content, /30 days/)
assert.equal(whole.choices[0].message.annotations[0].type, 'url_citation')
assert.equal(typeof whole.usage.total_tokens, 'number')

let text = '', annotations = [], usage
const stream = await client.chat.completions.create(ask('Until when must I hand in receipts?', { stream: true, stream_options: { include_usage: true } }))
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta?.content ?? ''
  annotations.push(...(chunk.choices[0]?.delta?.annotations ?? []))
  usage ??= chunk.usage
}
assert.equal(text, whole.choices[0].message.content)
assert.equal(annotations.length, whole.choices[0].message.annotations.length)
assert.equal(typeof usage.total_tokens, 'number')

const counted = await client.chat.completions.create(ask('How many invoices are there?'))
assert.match(counted.choices[0].message.content, /There is 1 invoice/)

const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } }]
const tooled = await client.chat.completions.create(ask('Until when must I hand in receipts?', { tools }))
assert.match(tooled.choices[0].message.content, /30 days/)

await assert.rejects(client.chat.completions.create(ask('x', { model: 'no-such-model' })), (e) => e instanceof NotFoundError && e.status === 404 && !!e.code)
await assert.rejects(client.chat.completions.create({ model: 'docket-passages', messages: [] }), (e) => e instanceof BadRequestError || e instanceof UnprocessableEntityError)
await assert.rejects(new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 }).models.list(), AuthenticationError)
console.log(`ok: ${models.length} models, whole and streamed answers, citations, usage, tools, errors`)
