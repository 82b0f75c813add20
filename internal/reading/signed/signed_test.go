package signed_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/signed"
	"github.com/docketapi/docket/internal/reading/testkit"
)

func TestTheFileIsTakenOut(t *testing.T) {
	t.Parallel()
	file := []byte("<a>" + strings.Repeat("Grüße ", 5000) + "</a>")
	der, ber := testkit.Signed(file), testkit.SignedInParts(file)
	text := base64.StdEncoding.EncodeToString(der)
	for name, data := range map[string][]byte{
		"DER": der, "BER in parts": ber, "base64": []byte(text),
		"base64 in lines": []byte(text[:76] + "\r\n" + text[76:]),
		"PEM":             []byte("-----BEGIN PKCS7-----\n" + text + "\n-----END PKCS7-----\n"),
	} {
		if !signed.Is(data[:min(len(data), 512)]) {
			t.Errorf("%s: is not recognised", name)
		}
		if got, err := signed.Content(data); err != nil || !bytes.Equal(got, file) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

func TestWhatIsNoSignedFileIsRefused(t *testing.T) {
	t.Parallel()
	whole := testkit.Signed([]byte("<a/>"))
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("Mein Text"), "XML": []byte("<a/>"), "cut off": whole[:30],
		"a signature alone": testkit.Signed(nil),
		"endless":           append(append([]byte{}, whole[:2]...), bytes.Repeat([]byte{0x30, 0x80}, 1<<20)...),
	} {
		if got, err := signed.Content(data); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	if signed.Is([]byte("<a/>")) || signed.Is([]byte("MIIC is a text")) {
		t.Error("text is taken for a signed file")
	}
}

func FuzzContent(f *testing.F) {
	f.Add(testkit.Signed([]byte("<a/>")))
	f.Add(testkit.SignedInParts([]byte(strings.Repeat("x", 3000))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := signed.Content(data); err == nil && len(got) > len(data) {
			t.Errorf("%d bytes out of %d", len(got), len(data))
		}
		_ = signed.Is(data)
	})
}
