package auth

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// asymmetric are the algorithms of published keys (RFC 7518, RFC 8037).
var asymmetric = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}

// tokenTypes are the values of typ that a token may have (RFC 7519, 5.1; RFC 9068, 2.1), without "application/".
var tokenTypes = []string{"", "jwt", "at+jwt"}

// header is what decides, before any key is looked for, whether and how a token is checked.
type header struct {
	Algorithm string
	KeyID     string
}

// readHeader reads the protected header of a compact token (RFC 7515). What asks for an understanding that is not here is an
// error: a critical extension, or another kind of token.
func readHeader(bearer string) (header, error) {
	first, _, _ := strings.Cut(bearer, ".")
	raw, err := base64.RawURLEncoding.DecodeString(first)
	if err != nil {
		return header{}, fmt.Errorf("decode header: %w", err)
	}
	var members map[string]any // a struct would take names in any case
	if err := json.Unmarshal(raw, &members); err != nil {
		return header{}, fmt.Errorf("decode header: %w", err)
	}
	if _, is := members["crit"]; is {
		return header{}, errors.New("no critical extension is understood (RFC 7515, 4.1.11)")
	}
	var texts [3]string
	for i, name := range []string{"alg", "kid", "typ"} {
		v, is := members[name]
		text, ok := v.(string)
		if is && !ok {
			return header{}, fmt.Errorf("decode header: %s is no text", name)
		}
		texts[i] = text
	}
	kind := strings.TrimPrefix(strings.ToLower(texts[2]), "application/")
	if !slices.Contains(tokenTypes, kind) {
		return header{}, fmt.Errorf("a token of type %q is not for access", texts[2])
	}
	return header{Algorithm: texts[0], KeyID: texts[1]}, nil
}

// KeyIDOf is the id of the key that a token says it is signed with, unchecked.
func KeyIDOf(bearer string) (string, error) {
	h, err := readHeader(bearer)
	return h.KeyID, err
}
