package tesseract

import "github.com/docketapi/docket/internal/reading/pages"

// cropBorders cuts off the black edges that scanners leave around the paper. At most a fifth of each side goes: more is
// not a border.
func cropBorders(img pages.Raster) (cut pages.Raster, left, top int) {
	right, bottom := img.Width, img.Height
	darkRow := func(y int) bool { return darkShare(img.Pix[y*img.Width:(y+1)*img.Width], 1, img.Width) }
	darkColumn := func(x int) bool { return darkShare(img.Pix[x:], img.Width, img.Height) }
	for top < img.Height/5 && darkRow(top) {
		top++
	}
	for bottom > img.Height*4/5 && darkRow(bottom-1) {
		bottom--
	}
	for left < img.Width/5 && darkColumn(left) {
		left++
	}
	for right > img.Width*4/5 && darkColumn(right-1) {
		right--
	}
	if left == 0 && top == 0 && right == img.Width && bottom == img.Height {
		return img, 0, 0
	}
	cut = pages.Raster{Width: right - left, Height: bottom - top, Channels: 1, DPI: img.DPI}
	cut.Pix = make([]byte, 0, cut.Width*cut.Height)
	for y := top; y < bottom; y++ {
		cut.Pix = append(cut.Pix, img.Pix[y*img.Width+left:y*img.Width+right]...)
	}
	return cut, left, top
}

// darkShare tells a row or column that is nearly all black.
func darkShare(pix []byte, step, n int) bool {
	dark := 0
	for i := range n {
		if pix[i*step] < 70 {
			dark++
		}
	}
	return n > 0 && dark*10 >= n*9
}

// tile is the side, in pixels, of the squares that the paper's brightness is measured on: larger than a letter.
const tile = 32

// evenLight divides a picture by the brightness of its paper, so that shadows vanish. An evenly lit one stays as it is.
func evenLight(img pages.Raster) pages.Raster {
	cols, rows := (img.Width+tile-1)/tile, (img.Height+tile-1)/tile
	if cols < 3 || rows < 3 {
		return img
	}
	paper := paperOf(img, cols, rows)
	low, high := spread(paper)
	if high-low < 40 {
		return img
	}
	paper = smooth(paper, cols, rows)
	out := pages.Raster{Width: img.Width, Height: img.Height, Channels: 1, DPI: img.DPI, Pix: make([]byte, len(img.Pix))}
	// The brightness between the middles of four tiles, as in resize.
	field := pages.Raster{Width: cols, Height: rows, Channels: 1, Pix: paper}
	xs := taps(cols, cols*tile)
	for y, ty := range taps(rows, rows*tile)[:img.Height] {
		a, b := field.Pix[ty.at*cols:], field.Pix[ty.next*cols:]
		for x, t := range xs[:img.Width] {
			up := int(a[t.at])*(256-t.part) + int(a[t.next])*t.part
			down := int(b[t.at])*(256-t.part) + int(b[t.next])*t.part
			light := max(1, (up*(256-ty.part)+down*ty.part)>>16)
			i := y*img.Width + x
			out.Pix[i] = byte(min(255, int(img.Pix[i])*245/light))
		}
	}
	return out
}

// paperOf is the brightness that nine of ten pixels of each tile stay below: paper between letters.
func paperOf(img pages.Raster, cols, rows int) []byte {
	paper := make([]byte, cols*rows)
	for ty := range rows {
		for tx := range cols {
			var counts [256]int
			n := 0
			for y := ty * tile; y < min((ty+1)*tile, img.Height); y++ {
				for _, v := range img.Pix[y*img.Width+tx*tile : y*img.Width+min((tx+1)*tile, img.Width)] {
					counts[v]++
					n++
				}
			}
			paper[ty*cols+tx] = byte(quantile(&counts, n*9/10))
		}
	}
	return paper
}

func quantile(counts *[256]int, rank int) int {
	for v, c := range counts {
		if rank -= c; rank < 0 {
			return v
		}
	}
	return 255
}

// spread is the brightness of dark and light paper: the tenth and the ninetieth of a hundred tiles.
func spread(paper []byte) (low, high int) {
	var counts [256]int
	for _, v := range paper {
		counts[v]++
	}
	return quantile(&counts, len(paper)/10), quantile(&counts, len(paper)*9/10)
}

// smooth takes the lightest of each tile's neighbourhood, which closes over dark print, then the mean of it.
func smooth(paper []byte, cols, rows int) []byte {
	lightest := neighbours(paper, cols, rows, func(acc, v int) int { return max(acc, v) }, func(acc, _ int) int { return acc })
	return neighbours(lightest, cols, rows, func(acc, v int) int { return acc + v }, func(acc, n int) int { return acc / n })
}

func neighbours(in []byte, cols, rows int, add func(acc, v int) int, end func(acc, n int) int) []byte {
	out := make([]byte, len(in))
	for y := range rows {
		for x := range cols {
			acc, n := 0, 0
			for ny := max(0, y-1); ny <= min(rows-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(cols-1, x+1); nx++ {
					acc = add(acc, int(in[ny*cols+nx]))
					n++
				}
			}
			out[y*cols+x] = byte(end(acc, n))
		}
	}
	return out
}
