package content

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// oleMark is what compound files begin with: Outlook's messages, the office formats of before 2007, encrypted ones of after.
var oleMark = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

const (
	oleHeader  = 512
	oleEntry   = 128
	oleMini    = 64   // bytes of a small sector
	oleCutoff  = 4096 // streams below it are in small sectors
	oleLast    = 0xfffffffa
	oleNone    = 0xffffffff
	oleInHead  = 109 // sectors of the table that the head names
	maxEntries = 10_000
)

var errCompound = errors.New("the compound file is damaged")

// compound is a file of storages and streams, as [MS-CFB] describes it, in memory. Every chain is followed at most as far as the
// file has sectors.
type compound struct {
	data    []byte
	sector  int
	table   []uint32 // the sector behind each sector
	mini    []uint32 // the same of small sectors
	small   []byte
	entries []oleItem
}

// oleItem is a storage or a stream.
type oleItem struct {
	name               string
	kind               byte // 1 storage, 2 stream, 5 root
	left, right, child uint32
	start              uint32
	size               uint64
}

func openCompound(data []byte) (*compound, error) {
	if len(data) < oleHeader || !bytes.HasPrefix(data, oleMark) {
		return nil, errCompound
	}
	shift := binary.LittleEndian.Uint16(data[30:])
	if shift != 9 && shift != 12 {
		return nil, errCompound
	}
	c := &compound{data: data, sector: 1 << shift}
	c.readTable()
	word := func(at int) uint32 { return binary.LittleEndian.Uint32(data[at:]) }
	directory := c.follow(word(48), c.table)
	for at := 0; at+oleEntry <= len(directory) && len(c.entries) < maxEntries; at += oleEntry {
		c.entries = append(c.entries, newOLEItem(directory[at:at+oleEntry]))
	}
	if len(c.entries) == 0 || c.entries[0].kind != 5 {
		return nil, errCompound
	}
	c.mini = words(c.follow(word(60), c.table))
	c.small = c.follow(c.entries[0].start, c.table)
	return c, nil
}

func words(data []byte) []uint32 {
	out := make([]uint32, len(data)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	return out
}

// readTable reads the table of sectors: the head names its first sectors, and a chain of its own those beyond.
func (c *compound) readTable() {
	list := words(c.data[76 : 76+4*oleInHead])
	next := binary.LittleEndian.Uint32(c.data[68:])
	for n := 0; next < oleLast && n <= len(c.data)/c.sector; n++ {
		s := c.at(next)
		if s == nil {
			break
		}
		more := words(s)
		list, next = append(list, more[:len(more)-1]...), more[len(more)-1]
	}
	for _, n := range list {
		if len(c.table) > len(c.data)/c.sector {
			return
		}
		if n < oleLast {
			c.table = append(c.table, words(c.at(n))...)
		}
	}
}

// at gives a sector; nil for one that the file does not have whole.
func (c *compound) at(n uint32) []byte {
	from := (int(n) + 1) * c.sector
	if from+c.sector > len(c.data) {
		return nil
	}
	return c.data[from : from+c.sector]
}

// follow puts the sectors of a chain together.
func (c *compound) follow(n uint32, table []uint32) []byte {
	var out []byte
	for steps := 0; n < oleLast && int(n) < len(table) && steps <= len(c.data)/c.sector; steps++ {
		s := c.at(n)
		if s == nil {
			break
		}
		out = append(out, s...)
		n = table[n]
	}
	return out
}

func newOLEItem(b []byte) oleItem {
	long := min(int(binary.LittleEndian.Uint16(b[64:])), 64) / 2
	name := make([]uint16, 0, 32)
	for i := range max(long-1, 0) {
		name = append(name, binary.LittleEndian.Uint16(b[2*i:]))
	}
	word := func(at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
	return oleItem{
		name: string(utf16.Decode(name)), kind: b[66], left: word(68), right: word(72), child: word(76), start: word(116),
		size: uint64(word(120)),
	}
}

// stream gives the bytes of a stream, as many as there are of those it declares.
func (c *compound) stream(e oleItem) []byte {
	if e.size >= oleCutoff {
		out := c.follow(e.start, c.table)
		return out[:min(uint64(len(out)), e.size)]
	}
	var out []byte
	for n := e.start; n < oleLast && int(n) < len(c.mini) && uint64(len(out)) < e.size; n = c.mini[n] {
		from := int(n) * oleMini
		if from+oleMini > len(c.small) {
			break
		}
		out = append(out, c.small[from:from+oleMini]...)
	}
	return out[:min(uint64(len(out)), e.size)]
}

// children gives what stands in a storage, each once whatever its tree says.
func (c *compound) children(e oleItem) []oleItem {
	var out []oleItem
	seen := map[uint32]bool{}
	for queue := []uint32{e.child}; len(queue) > 0; {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if n == oleNone || int(n) >= len(c.entries) || seen[n] {
			continue
		}
		seen[n] = true
		item := c.entries[n]
		out = append(out, item)
		queue = append(queue, item.right, item.left)
	}
	return out
}

// has tells whether the root has an entry of a name.
func (c *compound) has(name string) bool {
	for _, e := range c.children(c.entries[0]) {
		if e.name == name {
			return true
		}
	}
	return false
}
