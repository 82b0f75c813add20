package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/config"
)

func TestModelSettings(t *testing.T) {
	t.Parallel()
	good := config.Model{BaseURL: "http://127.0.0.1:8081/v1", Name: "m", Context: 4096, MaxTokens: 500, FirstToken: time.Minute, Idle: time.Second, Concurrency: 1}
	if err := good.Check(); err != nil || !good.Enabled() {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*config.Model){
		"":                            func(m *config.Model) { m.BaseURL = "" },
		"DOCKET_LLM_BASE_URL":         func(m *config.Model) { m.BaseURL = "localhost:8081" },
		"DOCKET_LLM_MODEL":            func(m *config.Model) { m.Name = "" },
		"DOCKET_LLM_CONTEXT":          func(m *config.Model) { m.Context = 100 },
		"DOCKET_LLM_MAX_TOKENS":       func(m *config.Model) { m.MaxTokens = 0 },
		"DOCKET_LLM_CONCURRENCY":      func(m *config.Model) { m.Concurrency = -1 },
		"DOCKET_LLM_RETRIES":          func(m *config.Model) { m.Retries = 1000 },
		"DOCKET_LLM_IDLE_TIMEOUT":     func(m *config.Model) { m.Idle = 0 },
		"DOCKET_LLM_FIRST_TOKEN_TIME": func(m *config.Model) { m.FirstToken = -time.Second },
	} {
		m := good
		change(&m)
		err := m.Check()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
