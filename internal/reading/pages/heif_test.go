package pages_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/testkit"
)

// encoded is a picture file as libheif writes it of a JPEG: by its name as HEIC or AVIF.
func encoded(t *testing.T, jpeg []byte, name string, args ...string) []byte {
	t.Helper()
	from, to := filepath.Join(t.TempDir(), "in.jpg"), filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(from, jpeg, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "heif-enc", append(args, "-q", "90", "-o", to, from)...).CombinedOutput(); err != nil {
		t.Fatalf("heif-enc: %v\n%s", err, out)
	}
	return contents(t, to)
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func openAlbum(ctx context.Context, t *testing.T, data []byte, limits pages.Limits) (*pages.Album, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "picture")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	album, err := pages.OpenAlbum(ctx, path, pages.Sniff(data), limits)
	if err == nil {
		t.Cleanup(func() { _ = album.Close() })
	}
	return album, err
}

func TestAlbumReadsPicturesOfPhones(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"heif": nil, "avif": {"-A"}, "heif of ten bits": {"-b", "10"}} {
		data := encoded(t, corner().JPEG(), "p."+name[:4], args...)
		if got := string(pages.Sniff(data)); got != name[:4] {
			t.Errorf("%s is taken for %q", name, got)
		}
		album, err := openAlbum(t.Context(), t, data, pages.Limits{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		img, err := album.Decode(1)
		if err != nil || album.Len() != 1 || img.Width != 60 || img.Height != 40 || !darkAt(img, 3, 3) || darkAt(img, 50, 30) {
			t.Errorf("%s: %d pictures, the first %d x %d, %v", name, album.Len(), img.Width, img.Height, err)
		}
		if _, err := album.Decode(2); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("%s: picture 2: %v", name, err)
		}
	}
}

// turned puts a turn to the left, in quarters, in place of the property "pixi", which nothing needs and is longer.
func turned(t *testing.T, heic []byte, quarters byte) []byte {
	t.Helper()
	at := bytes.Index(heic, []byte("pixi"))
	if at < 0 {
		t.Fatal("the file has no property to put the turn in place of")
	}
	out := bytes.Clone(heic)
	copy(out[at:], "irot")
	out[at+4] = quarters
	return out
}

// A phone stores the picture lying and says twice how it is turned: by a property, and in the camera's note.
func TestAlbumTurnsPicturesOfPhonesOnce(t *testing.T) {
	t.Parallel()
	quarters := map[int]byte{1: 0, 3: 2, 6: 3, 8: 1}
	for orientation, at := range map[int][2]int{1: {0, 0}, 3: {1, 1}, 6: {1, 0}, 8: {0, 1}} {
		data := turned(t, encoded(t, withExif(corner().JPEG(), orientation), "p.heic"), quarters[orientation])
		if !bytes.Contains(data, []byte("Exif")) {
			t.Fatal("the file has no note of the camera")
		}
		album, err := openAlbum(t.Context(), t, data, pages.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		img, err := album.Decode(1)
		if err != nil {
			t.Fatal(err)
		}
		x, y := 3+at[0]*(img.Width-7), 3+at[1]*(img.Height-7)
		if wide := img.Width > img.Height; wide != (orientation < 5) || !darkAt(img, x, y) {
			t.Errorf("orientation %d: %d x %d, the corner is not at %d, %d", orientation, img.Width, img.Height, x, y)
		}
	}
}

func TestAlbumReadsAllPicturesOfAFile(t *testing.T) {
	t.Parallel()
	second := filepath.Join(t.TempDir(), "second.jpg")
	if err := os.WriteFile(second, testkit.Draw(80, 64).JPEG(), 0o600); err != nil {
		t.Fatal(err)
	}
	data := encoded(t, corner().JPEG(), "p.heic", second)
	album, err := openAlbum(t.Context(), t, data, pages.Limits{})
	if err != nil || album.Len() != 2 {
		t.Fatalf("%v, %v", album, err)
	}
	for n, width := range map[int]int{1: 80, 2: 60} {
		if img, err := album.Decode(n); err != nil || img.Width != width {
			t.Errorf("picture %d: %d wide, %v", n, img.Width, err)
		}
	}
	if _, err := openAlbum(t.Context(), t, data, pages.Limits{Pages: 1}); fault.CodeOf(err) != fault.CodeTooManyPages {
		t.Errorf("two pictures of one allowed: %v", err)
	}
}

func TestAlbumRefusesPicturesOfPhones(t *testing.T) {
	t.Parallel()
	good := encoded(t, testkit.Draw(640, 480).JPEG(), "p.heic")
	huge := bytes.Clone(good)
	for at := bytes.Index(huge, []byte("ispe")); at >= 0 && at+16 < len(huge); at = -1 {
		binary.BigEndian.PutUint32(huge[at+8:], 100_000)
		binary.BigEndian.PutUint32(huge[at+12:], 100_000)
	}
	sizeless := bytes.ReplaceAll(good, []byte("ispe"), []byte("free"))
	for name, c := range map[string]struct {
		data   []byte
		limits pages.Limits
		want   fault.Code
	}{
		"declares too much": {huge, pages.Limits{}, fault.CodeImageTooLarge},
		"above the limit":   {good, pages.Limits{Pixels: 100_000}, fault.CodeImageTooLarge},
		"cut off":           {good[:len(good)*2/3], pages.Limits{}, fault.CodeImageDamaged},
		"head alone":        {good[:40], pages.Limits{}, fault.CodeImageDamaged},
		"without a size":    {sizeless, pages.Limits{}, fault.CodeImageDamaged},
	} {
		if _, err := openAlbum(t.Context(), t, c.data, c.limits); fault.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestSniffTellsPicturesFromFilms(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]pages.Kind{
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic": pages.KindHEIF,
		"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heix": pages.KindHEIF,
		"\x00\x00\x00\x18ftypmsf1\x00\x00\x00\x00msf1hevc": pages.KindHEIF,
		"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif": pages.KindAVIF,
		"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1miaf": pages.KindAVIF,
		"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41": pages.KindUnknown,
		"\x00\x00\x00\x18ftypheic":                         pages.KindUnknown,
	} {
		if got := pages.Sniff([]byte(head)); got != want {
			t.Errorf("%q is taken for %q, want %q", head, got, want)
		}
	}
}
