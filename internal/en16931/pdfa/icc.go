package pdfa

import (
	"bytes"
	"encoding/binary"
)

// sRGB makes a minimal ICC profile, version 2.1, of the sRGB primaries with a gamma of 2.2: the output intent that
// PDF/A asks for before it accepts device colours.
func sRGB() []byte {
	text := []byte("sRGB\x00")
	desc := concat([]byte("desc\x00\x00\x00\x00"), u32(len(text)), text, make([]byte, 4+4+2+1+67))
	curve := concat([]byte("curv\x00\x00\x00\x00"), u32(1), []byte{0x02, 0x33})
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", desc},
		{"cprt", []byte("text\x00\x00\x00\x00Public domain\x00")},
		{"wtpt", xyz(0xF351, 0x10000, 0x116CC)},
		{"rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)},
		{"gXYZ", xyz(0x6299, 0xB785, 0x18DA)},
		{"bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	const header = 128
	offset := header + 4 + 12*len(tags)
	table, body := u32(len(tags)), []byte{}
	for _, t := range tags {
		table = concat(table, []byte(t.name), u32(offset+len(body)), u32(len(t.data)))
		body = append(body, t.data...)
		body = append(body, make([]byte, (4-len(body)%4)%4)...)
	}
	h := make([]byte, header)
	binary.BigEndian.PutUint32(h, uint32(offset+len(body)))
	binary.BigEndian.PutUint32(h[8:], 0x02100000)
	copy(h[12:], "mntrRGB XYZ ")
	binary.BigEndian.PutUint16(h[24:], 2026)
	binary.BigEndian.PutUint16(h[26:], 1)
	binary.BigEndian.PutUint16(h[28:], 1)
	copy(h[36:], "acsp")
	copy(h[68:], concat(u32(0xF6D6), u32(0x10000), u32(0xD32D))) // the D50 illuminant of the connection space
	return concat(h, table, body)
}

func xyz(x, y, z int) []byte {
	return concat([]byte("XYZ \x00\x00\x00\x00"), u32(x), u32(y), u32(z))
}

func u32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

func concat(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
