// Package endpoint makes vectors at any server that speaks OpenAI's embeddings API.
//
// It owns batches, retries, timeouts and the checking of answers. It does not own the server, nor what its model can:
// dimensions and prefixes are settings.
package endpoint
