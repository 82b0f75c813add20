package embed

import (
	"math"
	"strconv"
	"testing"
)

func TestUnit(t *testing.T) {
	t.Parallel()
	v := []float32{3, 0, -4}
	if err := Unit(v); err != nil || v[0] != 0.6 || v[2] != -0.8 {
		t.Errorf("%v %v", v, err)
	}
	for _, bad := range [][]float32{nil, {0, 0}, {1, float32(math.NaN())}, {float32(math.Inf(1))}} {
		if Unit(bad) == nil {
			t.Errorf("%v has a direction", bad)
		}
	}
}

func TestRecentForgetsTheLeastUsed(t *testing.T) {
	t.Parallel()
	var r Recent
	for i := range recentQuestions {
		r.Put(strconv.Itoa(i), []float32{float32(i)})
	}
	if v, ok := r.Get("0"); !ok || v[0] != 0 {
		t.Fatalf("0: %v %v", v, ok)
	}
	r.Put("one more", []float32{1})
	if _, ok := r.Get("1"); ok {
		t.Error("1 was unused for longest and is kept")
	}
	v, ok := r.Get("0")
	if !ok {
		t.Fatal("0 was just used and is gone")
	}
	v[0] = 9
	if again, _ := r.Get("0"); again[0] != 0 {
		t.Error("a caller's change reached the memory")
	}
}
