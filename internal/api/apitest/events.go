package apitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/gen/api/common"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/fault"
)

const eventStream = "text/event-stream"

// ParseEvents reads server-sent events: each by its fields. Comments are no events.
func ParseEvents(stream string) []map[string]string {
	var out []map[string]string
	for block := range strings.SplitSeq(stream, "\n\n") {
		event := map[string]string{}
		for line := range strings.SplitSeq(block, "\n") {
			if field, value, is := strings.Cut(line, ":"); is && field != "" {
				event[field] = strings.TrimPrefix(value, " ")
			}
		}
		if len(event) > 0 {
			out = append(out, event)
		}
	}
	return out
}

// checkEvents holds every event of a stream to the stream's schema, and its data to the schema that x-docket-data names.
func (d *Doer) checkEvents(frame *openapi3.Schema, stream []byte) error {
	named, _ := frame.Properties["data"].Value.Extensions["x-docket-data"].(string)
	data := d.spec.Components.Schemas[named]
	if data == nil {
		return fmt.Errorf("the contract does not say what the events' data are")
	}
	events := ParseEvents(string(stream))
	if len(events) == 0 {
		return fmt.Errorf("a stream without an event")
	}
	for i, event := range events {
		fields := map[string]any{}
		for name, value := range event {
			fields[name] = value
		}
		if err := frame.VisitJSON(fields, openapi3.VisitAsResponse()); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
		if event["data"] == "[DONE]" && i == len(events)-1 {
			continue
		}
		var value any
		if err := json.Unmarshal([]byte(event["data"]), &value); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
		if err := data.Value.VisitJSON(value, openapi3.VisitAsResponse(), openapi3.MultiErrors()); err != nil {
			return fmt.Errorf("data of event %d: %w", i, err)
		}
	}
	return nil
}

// rulesOf reads what the contract says of a version's operations.
func rulesOf(version *openapi3.T) (*contract.Contract, error) {
	shared, err := common.GetSpec()
	if err != nil {
		return nil, err
	}
	return contract.New(shared, version)
}

// checkProblem holds a problem's code to those that the operation states.
func (d *Doer) checkProblem(method, path string, res *http.Response, body []byte) error {
	if res.StatusCode < http.StatusBadRequest {
		return nil
	}
	var p common.Problem
	if err := json.Unmarshal(body, &p); err != nil {
		return fmt.Errorf("read problem: %w", err)
	}
	if stated := d.rules.Find(method, contract.RouterPath(path)).Problems(); !slices.Contains(stated, fault.Code(p.Code)) {
		return fmt.Errorf("the operation does not state the code %s: it states %v", p.Code, stated)
	}
	return nil
}
