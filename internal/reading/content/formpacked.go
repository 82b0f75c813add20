package content

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
)

// officeParts are the parts that tell what an archive is.
var officeParts = map[string]Form{
	"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "xl/workbook.bin": Unknown, "ppt/presentation.xml": PPTX,
}

// openTypes are what the part mimetype says.
var openTypes = map[string]Form{
	"application/vnd.oasis.opendocument.text": ODT, "application/vnd.oasis.opendocument.text-template": ODT,
	"application/vnd.oasis.opendocument.spreadsheet": ODS, "application/vnd.oasis.opendocument.spreadsheet-template": ODS,
	"application/vnd.oasis.opendocument.presentation": ODP, "application/vnd.oasis.opendocument.presentation-template": ODP,
	"application/epub+zip": EPUB, "application/vnd.etsi.asic-e+zip": ASIC, "application/vnd.etsi.asic-s+zip": ASIC,
}

// extensions are the names of forms whose bytes may be too damaged, or encrypted, to tell.
var extensions = map[string]Form{
	".docx": DOCX, ".docm": DOCX, ".dotx": DOCX, ".xlsx": XLSX, ".xlsm": XLSX, ".xltx": XLSX, ".pptx": PPTX, ".pptm": PPTX, ".ppsx": PPTX,
	".odt": ODT, ".ods": ODS, ".odp": ODP, ".epub": EPUB, ".msg": MSG, ".zip": ZIP,
}

// packedForm tells what an archive is. One that is damaged is what its first bytes, or else its name, say: reading it then says
// that it is damaged.
func packedForm(r io.ReaderAt, size int64, head []byte, name string) Form {
	z, err := zip.NewReader(r, size)
	if err != nil || len(z.File) > (Limits{}).OrDefaults().Entries {
		return damagedForm(head, name)
	}
	rest := ZIP
	for _, f := range z.File {
		if form, ok := officeParts[f.Name]; ok {
			return form
		}
		if strings.HasPrefix(f.Name, "META-INF/signatures") || strings.HasPrefix(f.Name, "META-INF/ASiCManifest") {
			rest = ASIC
		}
		if f.Name == "mimetype" {
			if form, ok := openTypes[mimetype(f)]; ok {
				return form
			}
		}
	}
	return rest
}

// mimetype reads the part that says what an archive is.
func mimetype(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, 100))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

func damagedForm(head []byte, name string) Form {
	for mimetype, form := range openTypes {
		if bytes.Contains(head[:min(len(head), 200)], []byte("mimetype"+mimetype+"PK")) {
			return form
		}
	}
	for folder, form := range map[string]Form{"word/": DOCX, "xl/": XLSX, "ppt/": PPTX} {
		if bytes.Contains(head, []byte(folder)) {
			return form
		}
	}
	if form, ok := extensions[strings.ToLower(path.Ext(name))]; ok {
		return form
	}
	return ZIP
}

// maxOLE is how large a compound file is that is looked into to see what it is.
const maxOLE = 64 << 20

// oleForm tells what a compound file is: a message of Outlook, an office document that is encrypted, which is what its name says,
// or one of before 2007, which is not read.
func oleForm(r io.ReaderAt, size int64, name string) (Form, string) {
	named := extensions[strings.ToLower(path.Ext(name))]
	if size > maxOLE {
		return Unknown, "application/x-ole-storage"
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), data); err != nil {
		return Unknown, "application/x-ole-storage"
	}
	c, err := openCompound(data)
	switch {
	case err != nil:
		if named == ZIP {
			named = Unknown
		}
		return named, mediaTypes[named]
	case c.has("EncryptedPackage"):
		if named != XLSX && named != PPTX {
			named = DOCX
		}
		return named, mediaTypes[named]
	case c.has("__properties_version1.0"):
		return MSG, mediaTypes[MSG]
	case c.has("WordDocument"):
		return Unknown, "application/msword"
	case c.has("Workbook"), c.has("Book"):
		return Unknown, "application/vnd.ms-excel"
	case c.has("PowerPoint Document"):
		return Unknown, "application/vnd.ms-powerpoint"
	}
	return Unknown, "application/x-ole-storage"
}

// maxMailHead is how much of a mailbox is looked at for its second message.
const maxMailHead = 4 << 20

// mailForm tells a message from a mailbox of several.
func mailForm(r io.ReaderAt, size int64, head []byte, name string) Form {
	switch ext := strings.ToLower(path.Ext(name)); {
	case !bytes.HasPrefix(head, []byte("From ")):
		return Email
	case ext == ".mbox" || ext == ".mbx":
		return Mbox
	}
	data := make([]byte, min(size, maxMailHead))
	n, _ := r.ReadAt(data, 0)
	if isMbox(data[:n]) {
		return Mbox
	}
	return Email
}
