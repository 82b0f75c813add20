package pages

import (
	"bufio"
	"bytes"
	"context"
	"strconv"
	"strings"
)

// PageInfo is a page's size in points as a reader sees it, cropped and turned by Rotate.
type PageInfo struct {
	Number        int
	Width, Height float64
	Rotate        int // degrees clockwise that the PDF asks for
}

// Info lists the pages, up to the limit. Errors as Text.
func (d *PDF) Info(ctx context.Context) ([]PageInfo, error) {
	res, err := d.run(ctx, "pdfinfo", nil, "-f", "1", "-l", strconv.Itoa(d.limits.Pages), d.path)
	if err != nil {
		return nil, err
	}
	if err := failed(res); err != nil {
		return nil, err
	}
	return parseInfo(res.Stdout), nil
}

// parseInfo reads lines such as `Page    2 size:  595 x 842 pts (A4)` and `Page    2 rot:   90`.
func parseInfo(out []byte) []PageInfo {
	var infos []PageInfo
	sc := bufio.NewScanner(bytes.NewReader(out))
	sc.Buffer(nil, maxMarkupLine)
	for sc.Scan() {
		f := strings.Fields(sc.Text())
		if len(f) < 4 || f[0] != "Page" {
			continue
		}
		n, err := strconv.Atoi(f[1])
		if err != nil {
			continue
		}
		switch {
		case f[2] == "size:" && len(f) >= 6:
			w, _ := strconv.ParseFloat(f[3], 64) // 0 stays 0: unknown
			h, _ := strconv.ParseFloat(f[5], 64)
			infos = append(infos, PageInfo{Number: n, Width: w, Height: h})
		case f[2] == "rot:" && len(infos) > 0:
			last := &infos[len(infos)-1]
			last.Rotate, _ = strconv.Atoi(f[3]) // 0 stays 0: upright
			if last.Rotate%180 != 0 {
				last.Width, last.Height = last.Height, last.Width
			}
		}
	}
	return infos
}
