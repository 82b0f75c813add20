package idle

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestDue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cpu  time.Duration
		more int
		want bool
	}{
		"idle after work":                {time.Millisecond, 30 << 20, true},
		"still at work":                  {50 * time.Millisecond, 30 << 20, false},
		"idle, and given back already":   {time.Millisecond, 1 << 20, false},
		"idle with less than before":     {time.Millisecond, -30 << 20, false},
		"where nothing is known of both": {0, 0, false},
	} {
		if due(c.cpu, c.more) != c.want {
			t.Errorf("%s: not %v", name, c.want)
		}
	}
}

// TestUsage holds that work is seen as processor time, and what it touches as memory.
func TestUsage(t *testing.T) {
	cpu, held := usage()
	touched := make([]byte, 64<<20)
	for i := 0; i < len(touched); i += 512 {
		touched[i] = 1
	}
	after, more := usage()
	if after <= cpu || more < held+worth {
		t.Errorf("%s and %d bytes before %d bytes were touched, %s and %d after", cpu, held, len(touched), after, more)
	}
}

func TestReadOnlyPart(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"00402000-02711000 r-xp 00002000 fe:00 99   /opt/docket":         true,
		"02711000-053a3000 r--p 02311000 fe:00 99   /opt/docket":         true,
		"053a4000-055cc000 rw-p 04fa3000 fe:00 99   /opt/docket":         false, // what was written there would be lost
		"7fda267a9000-7fda268ff000 r-xp 00026000 fe:00 3   /lib/c.so":    false,
		"7fda267a9000-7fda268ff000 r-xp 00026000 fe:00 3   /opt/docket2": false,
		"1de38ac00000-1de38c000000 rw-p 00000000 00:00 0":                false,
		"x-y r-xp 0 0 0 /opt/docket":                                     false,
		"":                                                               false,
	} {
		if _, _, ok := readOnlyPart(line, "/opt/docket"); ok != want {
			t.Errorf("%q: %v", line, ok)
		}
	}
	from, length, _ := readOnlyPart("00402000-02711000 r-xp 00002000 fe:00 99 /opt/docket", "/opt/docket")
	if from != 0x402000 || length != 0x02711000-0x402000 {
		t.Errorf("%x, %x", from, length)
	}
}

// TestReleaseFile holds that much of the program's file goes out of memory, and that the program goes on.
func TestReleaseFile(t *testing.T) {
	before := fileKiB(t)
	releaseFile()
	if after := fileKiB(t); after >= before {
		t.Errorf("%d KiB of the file before, %d after", before, after)
	}
}

func fileKiB(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "RssFile:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestWhatTheLinkerWroteStays holds that the table of library functions, read-only once it is filled, is never dropped:
// the next call through it would jump to 0.
func TestWhatTheLinkerWroteStays(t *testing.T) {
	t.Parallel()
	const smaps = `00400000-00402000 r--p 00000000 fe:00 7    /opt/program
Size:                  8 kB
Anonymous:             0 kB
VmFlags: rd mr mw me sd
00402000-02736000 r-xp 00002000 fe:00 7    /opt/program
Anonymous:             0 kB
053ee000-053ef000 r--p 04fed000 fe:00 7    /opt/program
Anonymous:             4 kB
053ef000-05618000 rw-p 04fee000 fe:00 7    /opt/program
Anonymous:             0 kB
7f0000000000-7f0000001000 r--p 00000000 fe:00 9    /lib/libc.so.6
Anonymous:             0 kB
`
	want := []part{{0x400000, 0x2000}, {0x402000, 0x2334000}}
	if got := asInFile(strings.NewReader(smaps), "/opt/program"); !slices.Equal(got, want) {
		t.Errorf("drops %x, want %x", got, want)
	}
}
