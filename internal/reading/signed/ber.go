package signed

// The tags that stand on the way to the file.
const (
	constructed = 0x20
	tagOctets   = 0x04
	tagOID      = 0x06
	tagSequence = 0x10 | constructed
	tagContext  = 0x80 | constructed // [0]
)

// element is one of ASN.1, in DER or BER.
type element struct {
	tag  byte
	body []byte
}

// header reads an element's tag and length: n is how many bytes they take. The length is negative for one that ends with a mark.
func header(data []byte) (tag byte, length, n int, err error) {
	if len(data) < 2 || data[0]&0x1f == 0x1f { // tags of several bytes do not stand where we look
		return 0, 0, 0, errNotSigned
	}
	tag, length, n = data[0], int(data[1]), 2
	switch {
	case length < 0x80:
	case length == 0x80:
		if tag&constructed == 0 {
			return 0, 0, 0, errNotSigned
		}
		return tag, -1, n, nil
	default:
		bytes := length & 0x7f
		if bytes > 4 || len(data) < n+bytes {
			return 0, 0, 0, errNotSigned
		}
		length = 0
		for _, b := range data[n : n+bytes] {
			length = length<<8 | int(b)
		}
		n += bytes
	}
	if length > len(data)-n {
		return 0, 0, 0, errNotSigned
	}
	return tag, length, n, nil
}

// next is the first element, and what stands behind it.
func next(data []byte) (element, []byte, error) {
	tag, length, n, err := header(data)
	if err != nil {
		return element{}, nil, err
	}
	if length >= 0 {
		return element{tag, data[n : n+length]}, data[n+length:], nil
	}
	end, err := marked(data[n:])
	if err != nil {
		return element{}, nil, err
	}
	return element{tag, data[n : n+end]}, data[n+end+2:], nil
}

// marked is where the mark is that ends an element without a length: others of the kind may stand in it, each with its own.
func marked(data []byte) (int, error) {
	for at, open := 0, 1; ; {
		if at+1 < len(data) && data[at] == 0 && data[at+1] == 0 {
			if open--; open == 0 {
				return at, nil
			}
			at += 2
			continue
		}
		_, length, n, err := header(data[min(at, len(data)):])
		if err != nil {
			return 0, err
		}
		if at += n; length < 0 {
			open++
		} else {
			at += length
		}
	}
}
