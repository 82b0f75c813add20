package pages

// Raster is a decoded picture, row by row without padding: 1 channel is grey, 3 are red, green and blue.
type Raster struct {
	Width, Height int
	Channels      int // 1 or 3
	Pix           []byte
	DPI           float64 // 0 when unknown
}
