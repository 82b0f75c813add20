package config

import (
	"errors"
	"fmt"
)

// Enabled tells whether there is a model to ask.
func (m *Model) Enabled() bool { return m.BaseURL != "" }

// leastContext is what instructions, a passage and an answer need.
const leastContext = 1024

// Validate lists every setting that cannot be right.
func (m *Model) Validate() error {
	var errs []error
	if m.BaseURL != "" && !absoluteHTTP(m.BaseURL) {
		errs = append(errs, errors.New("DOCKET_LLM_BASE_URL: want an http or https URL"))
	}
	if m.BaseURL != "" && m.Name == "" {
		errs = append(errs, errors.New("DOCKET_LLM_MODEL: want the model's name beside DOCKET_LLM_BASE_URL"))
	}
	if m.Context < leastContext {
		errs = append(errs, fmt.Errorf("DOCKET_LLM_CONTEXT: want at least %d", leastContext))
	}
	if m.MaxTokens < 1 || m.Concurrency < 1 {
		errs = append(errs, errors.New("DOCKET_LLM_MAX_TOKENS, DOCKET_LLM_CONCURRENCY: want at least 1"))
	}
	if m.Retries < 0 || m.Retries > 10 {
		errs = append(errs, errors.New("DOCKET_LLM_RETRIES: want 0 to 10"))
	}
	if m.FirstToken <= 0 || m.Idle <= 0 {
		errs = append(errs, errors.New("DOCKET_LLM_FIRST_TOKEN_TIMEOUT, DOCKET_LLM_IDLE_TIMEOUT: want more than 0"))
	}
	return errors.Join(errs...)
}
