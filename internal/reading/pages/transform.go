package pages

// Turn is the picture turned clockwise by a multiple of 90 degrees; the same picture for 0.
func (r Raster) Turn(degrees int) Raster {
	switch ((degrees % 360) + 360) % 360 {
	case 90:
		return r.remap(r.Height, r.Width, func(x, y int) (int, int) { return y, r.Height - 1 - x })
	case 180:
		return r.remap(r.Width, r.Height, func(x, y int) (int, int) { return r.Width - 1 - x, r.Height - 1 - y })
	case 270:
		return r.remap(r.Height, r.Width, func(x, y int) (int, int) { return r.Width - 1 - y, x })
	}
	return r
}

// mirror swaps left and right.
func (r Raster) mirror() Raster {
	return r.remap(r.Width, r.Height, func(x, y int) (int, int) { return r.Width - 1 - x, y })
}

// remap makes a picture whose pixel at x, y is the one that from names in this.
func (r Raster) remap(width, height int, from func(x, y int) (int, int)) Raster {
	out := Raster{Width: width, Height: height, Channels: r.Channels, DPI: r.DPI, Pix: make([]byte, len(r.Pix))}
	to := 0
	for y := range height {
		for x := range width {
			sx, sy := from(x, y)
			i := (sy*r.Width + sx) * r.Channels
			for c := range r.Channels {
				out.Pix[to+c] = r.Pix[i+c]
			}
			to += r.Channels
		}
	}
	return out
}

// Shrink averages blocks of n x n pixels into one.
func (r Raster) Shrink(n int) Raster {
	if n <= 1 || r.Width < n || r.Height < n {
		return r
	}
	out := Raster{Width: r.Width / n, Height: r.Height / n, Channels: r.Channels, DPI: r.DPI / float64(n)}
	out.Pix = make([]byte, out.Width*out.Height*out.Channels)
	sums := make([]int, out.Width*out.Channels)
	for y := range out.Height {
		clear(sums)
		for dy := range n {
			row := r.Pix[(y*n+dy)*r.Width*r.Channels:]
			for x := range out.Width * n {
				o := x / n * r.Channels
				for c := range r.Channels {
					sums[o+c] += int(row[x*r.Channels+c])
				}
			}
		}
		for i, s := range sums {
			out.Pix[y*len(sums)+i] = byte(s / (n * n))
		}
	}
	return out
}

// Grey is the picture with one channel, weighted as ITU-R BT.601.
func (r Raster) Grey() Raster {
	if r.Channels == 1 {
		return r
	}
	out := Raster{Width: r.Width, Height: r.Height, Channels: 1, DPI: r.DPI, Pix: make([]byte, r.Width*r.Height)}
	for i := range out.Pix {
		p := r.Pix[i*3 : i*3+3]
		out.Pix[i] = byte((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000)
	}
	return out
}

// Blank tells a picture without ink: no pixel in a thousand differs clearly from the lightest.
func (r Raster) Blank() bool {
	light := byte(0)
	for _, v := range r.Pix {
		light = max(light, v)
	}
	dark, allowed := 0, len(r.Pix)/5000
	for _, v := range r.Pix {
		if int(light)-int(v) > 64 {
			if dark++; dark > allowed {
				return false
			}
		}
	}
	return true
}
