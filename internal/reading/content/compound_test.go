package content_test

import (
	"encoding/binary"
	"maps"
	"slices"
	"time"
	"unicode/utf16"
)

// compoundFile is a compound file with streams of the root, each in sectors of its own.
func compoundFile(streams map[string][]byte) []byte {
	const sector, last, free = 512, 0xfffffffe, 0xffffffff
	names := slices.Sorted(maps.Keys(streams))
	table := []uint32{0xfffffffd, last} // itself, and the directory
	var body []byte
	items := [][]byte{oleItem("Root Entry", 5, 1, last, 0)}
	// A stream below 4,096 bytes stands in small sectors: they are padded instead.
	for i, name := range names {
		data := append(slices.Clone(streams[name]), make([]byte, max(0, 4096-len(streams[name])))...)
		right := uint32(free)
		if i+1 < len(names) {
			right = uint32(i + 2)
		}
		item := oleItem(name, 2, free, uint32(len(table)), uint32(len(data)))
		binary.LittleEndian.PutUint32(item[72:], right)
		items = append(items, item)
		for from := 0; from < len(data); from += sector {
			next := uint32(len(table) + 1)
			if from+sector >= len(data) {
				next = last
			}
			table = append(table, next)
			body = append(body, append(slices.Clone(data[from:min(from+sector, len(data))]), make([]byte, max(0, from+sector-len(data)))...)...)
		}
	}
	directory := slices.Concat(items...)
	for n := 1; len(directory) > n*sector; n++ { // the directory goes on behind the streams
		table[1], table = uint32(len(table)), append(table, last)
	}
	if len(directory) > 2*sector {
		panic("too many streams for a test")
	}
	directory = append(directory, make([]byte, (sector-len(directory)%sector)%sector)...)
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for at, v := range map[int]uint32{30: 9, 44: 1, 48: 1, 56: 4096, 60: last, 68: last, 76: 0} {
		binary.LittleEndian.PutUint32(head[at:], v)
	}
	for at := 80; at < sector; at += 4 {
		binary.LittleEndian.PutUint32(head[at:], free)
	}
	fat := make([]byte, 0, sector)
	for len(table) < sector/4 {
		table = append(table, free)
	}
	for _, v := range table {
		fat = binary.LittleEndian.AppendUint32(fat, v)
	}
	return slices.Concat(head, fat, directory[:sector], body, directory[sector:])
}

func oleItem(name string, kind byte, child, start, size uint32) []byte {
	b := make([]byte, 128)
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		binary.LittleEndian.PutUint16(b[2*i:], u)
	}
	binary.LittleEndian.PutUint16(b[64:], uint16(2*len(units)+2))
	b[66] = kind
	for at, v := range map[int]uint32{68: 0xffffffff, 72: 0xffffffff, 76: child, 116: start, 120: size} {
		binary.LittleEndian.PutUint32(b[at:], v)
	}
	return b
}

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// outlookMessage is a message as Outlook keeps it.
func outlookMessage() []byte {
	sent := uint64(time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC).Unix()+11_644_473_600) * 10_000_000
	properties := append(make([]byte, 32), binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, 0x00390040), sent)...)
	return compoundFile(map[string][]byte{
		"__properties_version1.0": properties, "__substg1.0_0037001F": wide("Lieferung Größe"), "__substg1.0_0C1A001F": wide("Ada Beispiel"),
		"__substg1.0_5D01001F": wide("ada@beispiel.example"), "__substg1.0_0E04001F": wide("Lager"), "__substg1.0_1000001F": wide("Die Ware kommt.\r\n"),
	})
}
