package auth

import (
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

// claim finds the value behind a path of names with dots between them, such as realm_access.roles. A name may hold dots
// itself, as those that are URLs do: the longest name that is there goes first.
func claim(token jwt.Token, path string) (any, bool) {
	members := make(map[string]any, len(token.Keys()))
	for _, name := range token.Keys() {
		var v any
		if err := token.Get(name, &v); err == nil {
			members[name] = v
		}
	}
	return find(members, path)
}

func find(members map[string]any, path string) (any, bool) {
	if v, ok := members[path]; ok {
		return v, true
	}
	for end := strings.LastIndexByte(path, '.'); end > 0; end = strings.LastIndexByte(path[:end], '.') {
		inner, ok := members[path[:end]].(map[string]any)
		if !ok {
			continue
		}
		if v, ok := find(inner, path[end+1:]); ok {
			return v, true
		}
	}
	return nil, false
}

// texts is a claim's value as the texts that it is or lists; whatever else a list holds is nobody's.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []string:
		return v
	case []any:
		var out []string
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// roleOf is the highest role of ours in the claim.
func roleOf(token jwt.Token, path string) (Role, error) {
	v, _ := claim(token, path)
	rank := -1
	for _, name := range texts(v) {
		rank = max(rank, Role(name).rank())
	}
	if rank < 0 {
		return "", fmt.Errorf("claim %s names no role: %v", path, v)
	}
	return roles[rank], nil
}

// workspaceOf is the workspace that the claim names. Of several, none can be taken for the one that is meant.
func workspaceOf(token jwt.Token, path string) (uuid.UUID, error) {
	v, _ := claim(token, path)
	names := texts(v)
	if len(names) != 1 {
		return uuid.Nil, fmt.Errorf("claim %s names %d workspaces", path, len(names))
	}
	id, err := uuid.Parse(names[0])
	if err != nil {
		return uuid.Nil, fmt.Errorf("claim %s: %w", path, err)
	}
	return id, nil
}

// TextsAt are the texts of the claim behind a path of names with dots between them.
func TextsAt(claims map[string]any, path string) []string {
	v, _ := find(claims, path)
	return texts(v)
}
