package pages

import "testing"

func TestLettersInReadingOrder(t *testing.T) {
	t.Parallel()
	for told, want := range map[string]string{
		"םולש":    "שלום",
		":ךיראת":  "תאריך:",
		"A4ריינ":  "ניירA4",
		"Invoice": "Invoice",
		"1,20.5":  "1,20.5",
	} {
		if got := logical(told); got != want {
			t.Errorf("%q becomes %q, want %q", told, got, want)
		}
	}
}
