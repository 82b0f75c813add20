package config

import (
	"errors"
	"fmt"
	"time"
)

// Enabled tells whether there is a model to ask.
func (m *Model) Enabled() bool { return m.BaseURL != "" }

// leastContext is what instructions, a passage and an answer need.
const leastContext = 1024

const (
	mostTokens     = 100_000_000
	longestTimeout = time.Hour
)

// Check lists every setting that cannot be right.
func (m *Model) Check() error {
	var errs []error
	if m.BaseURL != "" && !absoluteHTTP(m.BaseURL) {
		errs = append(errs, errors.New("DOCKET_LLM_BASE_URL: want an http or https URL"))
	}
	if m.BaseURL != "" && m.Name == "" {
		errs = append(errs, errors.New("DOCKET_LLM_MODEL: want the model's name beside DOCKET_LLM_BASE_URL"))
	}
	for _, n := range []struct {
		name               string
		value, least, most int
	}{
		{"DOCKET_LLM_CONTEXT", m.Context, leastContext, mostTokens},
		{"DOCKET_LLM_MAX_TOKENS", m.MaxTokens, 1, mostTokens},
		{"DOCKET_LLM_CONCURRENCY", m.Concurrency, 1, 1000},
		{"DOCKET_LLM_RETRIES", m.Retries, 0, 10},
	} {
		if n.value < n.least || n.value > n.most {
			errs = append(errs, fmt.Errorf("%s: want %d to %d", n.name, n.least, n.most))
		}
	}
	for name, d := range map[string]time.Duration{"DOCKET_LLM_FIRST_TOKEN_TIMEOUT": m.FirstToken, "DOCKET_LLM_IDLE_TIMEOUT": m.Idle} {
		if d <= 0 || d > longestTimeout {
			errs = append(errs, fmt.Errorf("%s: want more than 0s and at most %s", name, longestTimeout))
		}
	}
	return errors.Join(errs...)
}
