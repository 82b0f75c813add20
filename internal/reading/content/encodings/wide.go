package encodings

// What characters of two bytes cost, in bits: the logarithm of how many are about as frequent.
const (
	costKana    = 7.0
	costMarks   = 8.0  // punctuation and letters of full width
	costHangul  = 11.2 // 2,350
	costKanji   = 11.5 // 2,965 of the first level
	costHanzi   = 11.9 // 3,755 of the first level
	costHanziTW = 12.4 // 5,401 of the first level
	costRare    = 17.0
	costHalf    = 10.0 // kana of half width
)

// eucJP, gb18030, big5 and eucKR tell what a pair of bytes costs.
func eucJP(lead, _ byte) float64 {
	switch {
	case lead == 0xa4 || lead == 0xa5:
		return costKana
	case lead == 0xa1 || lead == 0xa3:
		return costMarks
	case lead == 0x8e:
		return costHalf
	case lead >= 0xb0 && lead <= 0xcf:
		return costKanji
	}
	return costRare
}

func gb18030(lead, trail byte) float64 {
	switch {
	case lead == 0xa1 || lead == 0xa3:
		return costMarks
	case lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1:
		return costHanzi
	}
	return costRare
}

func big5(lead, _ byte) float64 {
	switch {
	case lead == 0xa1 || lead == 0xa2:
		return costMarks
	case lead >= 0xa4 && lead <= 0xc6:
		return costHanziTW
	}
	return costRare
}

func eucKR(lead, trail byte) float64 {
	switch {
	case lead == 0xa1 || lead == 0xa3:
		return costMarks
	case lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1:
		return costHangul
	}
	return costRare
}

// pairCost adds up the pairs of a text in which every byte beyond ASCII begins one.
func pairCost(of func(lead, trail byte) float64) func([]byte) float64 {
	return func(data []byte) float64 {
		bits := 0.0
		for i := 0; i+1 < len(data); i++ {
			if data[i] < 0x80 {
				continue
			}
			bits += of(data[i], data[i+1])
			i++
		}
		return bits
	}
}

// shiftJISCost knows that kana of half width are one byte.
func shiftJISCost(data []byte) float64 {
	bits := 0.0
	for i := 0; i+1 < len(data); i++ {
		lead := data[i]
		switch {
		case lead < 0x80:
			continue
		case lead >= 0xa1 && lead <= 0xdf:
			bits += costHalf
			continue
		}
		bits += shiftJIS(lead, data[i+1])
		i++
	}
	return bits
}

func shiftJIS(lead, trail byte) float64 {
	switch {
	case lead == 0x82 && trail >= 0x9f || lead == 0x83 && trail <= 0x96:
		return costKana
	case lead == 0x81 || lead == 0x82:
		return costMarks
	case lead >= 0x88 && lead <= 0x98:
		return costKanji
	}
	return costRare
}
