package main

import (
	"fmt"

	corellm "github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/llm"
)

// newModel is the language model of the settings; nil where none is set. It does not connect: a server that is down when
// Docket starts may come up.
func newModel(e *env) (corellm.Model, error) {
	m := &e.cli.Model
	if !m.Enabled() {
		return nil, nil // no model is a setting, not a failure
	}
	client, err := llm.New(llm.Config{
		BaseURL: m.BaseURL, APIKey: m.APIKey, Model: m.Name, ContextTokens: m.Context, MaxTokens: m.MaxTokens,
		MaxTokensField: m.MaxTokensField, FirstToken: m.FirstToken, Idle: m.Idle, Concurrent: m.Concurrency, Retries: m.Retries, Log: e.log,
	})
	if err != nil {
		return nil, fmt.Errorf("make client of the language model: %w", err)
	}
	return client, nil
}
