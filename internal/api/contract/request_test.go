package contract_test

import (
	"testing"
	"time"

	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/fault"
)

func TestWait(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"wait=5": 5 * time.Second, "Wait=5": 5 * time.Second, `wait="5"`: 5 * time.Second, "respond-async, wait=7; x=1": 7 * time.Second,
		"wait=900": time.Minute, "wait=99999999999999999999": 0, "wait=-1": 0, "wait": 0, "wait=": 0, "wait=x": 0, "": 0, ",,=": 0,
		"return=minimal": 0,
	} {
		if got := contract.Wait(&header); got != want {
			t.Errorf("%q is %s, want %s", header, got, want)
		}
	}
	if contract.Wait(nil) != 0 || contract.Applied(0) != nil || *contract.Applied(time.Minute) != "wait=60" {
		t.Error("a preference that was not given or not applied")
	}
}

func TestParseRange(t *testing.T) {
	t.Parallel()
	const size = 100
	for header, want := range map[string]contract.Span{
		"bytes=0-9": {Offset: 0, Length: 10}, "bytes=90-": {Offset: 90, Length: 10}, "bytes=-5": {Offset: 95, Length: 5}, "bytes=-500": {Offset: 0, Length: 100}, "bytes=99-500": {Offset: 99, Length: 1},
	} {
		got, partial, err := contract.ParseRange(&header, size)
		if err != nil || !partial || got != want {
			t.Errorf("%q is %v %t %v, want %v", header, got, partial, err, want)
		}
	}
	for _, header := range []string{"", "bytes=", "bytes=a-b", "bytes=5-2", "lines=1-2", "bytes=0-1,5-6", "bytes=--5", "bytes=1"} {
		if got, partial, err := contract.ParseRange(&header, size); err != nil || partial || got.Length != size {
			t.Errorf("%q is %v %t %v, want all", header, got, partial, err)
		}
	}
	for _, header := range []string{"bytes=100-", "bytes=-0", "bytes=500-600"} {
		if _, _, err := contract.ParseRange(&header, size); fault.CodeOf(err) != fault.CodeRangeInvalid {
			t.Errorf("%q: %v", header, err)
		}
	}
}

func TestIfMatch(t *testing.T) {
	t.Parallel()
	tag := contract.ETag(7)
	const not = fault.CodePreconditionFailed
	for header, want := range map[string]fault.Code{
		`"7"`: "", "*": "", `"6", "7"`: "", ` , "6",,"7" ,`: "", "\t*": "", `W/"6", "7"`: "", `"a,b","7"`: "",
		`"6"`: not, `W/"7"`: not, "7": not, "": not, ",": not, `"`: not, `"7`: not, `"7" x`: not, `"7""6"`: not, `*, "7"`: not,
		`"a,"7",b"`: not, `w/"7"`: not, `W/ "7"`: not, `"7 "`: not, "\"\xff\"": not, `'7'`: not,
	} {
		err := contract.CheckIfMatch(header, tag)
		if want == "" && err != nil || want != "" && fault.CodeOf(err) != want {
			t.Errorf("If-Match %q: %v", header, err)
		}
	}
	if !contract.Matches(`W/"7"`, tag, true) || contract.Matches(`"a,"7",b"`, tag, true) {
		t.Error("If-None-Match compares weakly, and only entity tags")
	}
}
