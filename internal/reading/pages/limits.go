package pages

import (
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

// Limits bound what one document may cost. A zero means the default beside it.
type Limits struct {
	Pages  int           // 500 pages or pictures of a file; more is too_many_pages
	Pixels int64         // 100 million of a picture, as declared in its header; more is image_too_large
	Wall   time.Duration // 1 min for each program that reads the document; more is reading_timeout
}

// OrDefaults fills the zeros.
func (l Limits) OrDefaults() Limits {
	if l.Pages <= 0 {
		l.Pages = 500
	}
	if l.Pixels <= 0 {
		l.Pixels = 100_000_000
	}
	if l.Wall <= 0 {
		l.Wall = time.Minute
	}
	return l
}

// CheckPicture refuses a picture inside a document by the size that it declares: image_too_large.
func (l Limits) CheckPicture(p Embedded) error {
	if int64(p.Width)*int64(p.Height) > l.Pixels {
		return fault.New(fault.CodeImageTooLarge, "Page %d holds a picture of %d x %d pixels; at most %d million are read.", p.Page, p.Width, p.Height, l.Pixels/1e6)
	}
	return nil
}
