package chat

import "fmt"

// tool is a tool of ours.
type tool struct {
	ToolSpec
}

func (s *Service) makeTools(specs []ToolSpec) ([]tool, error) {
	known := map[string]bool{ToolSearch: true, ToolList: true, ToolSummary: true}
	var out []tool
	for _, spec := range specs {
		if !known[spec.Name] {
			return nil, fmt.Errorf("make chat: unknown tool %q", spec.Name)
		}
		out = append(out, tool{ToolSpec: spec})
	}
	return out, nil
}
