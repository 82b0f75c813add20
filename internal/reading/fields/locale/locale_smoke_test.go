package locale

import "testing"

func TestDefaultDictionaryLoads(t *testing.T) {
	t.Parallel()
	if Default().MaxLabel() < 10 {
		t.Fatal("no labels")
	}
}
