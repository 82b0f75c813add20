package testkit

// Signed is a message of PKCS#7 that holds the file, in DER. Nobody has signed it: what stands behind the file is left out.
func Signed(file []byte) []byte {
	content := []byte{}
	if file != nil {
		content = tlv(0xa0, tlv(0x04, file))
	}
	return signedOf(content)
}

// SignedInParts is the same in BER, as writers of streams have it: no lengths outside, and the file in parts.
func SignedInParts(file []byte) []byte {
	var parts []byte
	for len(file) > 0 {
		n := min(len(file), 1000)
		parts, file = append(parts, tlv(0x04, file[:n])...), file[n:]
	}
	return open(0x30, append(tlv(0x06, oid(2)), open(0xa0, open(0x30, append([]byte{2, 1, 1, 0x31, 0},
		open(0x30, append(tlv(0x06, oid(1)), open(0xa0, open(0x24, parts))...))...)))...))
}

func signedOf(content []byte) []byte {
	inner := tlv(0x30, append(tlv(0x06, oid(1)), content...))
	data := tlv(0x30, append([]byte{2, 1, 1, 0x31, 0}, append(inner, 0x31, 0)...))
	return tlv(0x30, append(tlv(0x06, oid(2)), tlv(0xa0, data)...))
}

// oid is one of the content types of PKCS#7.
func oid(kind byte) []byte { return []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, kind} }

func tlv(tag byte, body []byte) []byte {
	n := len(body)
	if n < 0x80 {
		return append([]byte{tag, byte(n)}, body...)
	}
	return append([]byte{tag, 0x84, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, body...)
}

func open(tag byte, body []byte) []byte {
	return append(append([]byte{tag, 0x80}, body...), 0, 0)
}
