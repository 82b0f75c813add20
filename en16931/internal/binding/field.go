package binding

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
)

var invoiceType = reflect.TypeFor[en16931.Invoice]()

// lastItem stands in a target for the last item of a list, the one a group has made.
const lastItem = "-"

// field is a target resolved to struct fields.
type field struct {
	absolute bool
	pointer  string // as a JSON pointer below its base, with leading slash
	steps    []int  // one field index a struct, -1 for the last item of a list; pointers between are followed
	ofLast   bool   // there is a -1
	of       reflect.Type
	list     bool
}

// resolve finds the target in the struct type by JSON names.
func resolve(target string, in reflect.Type) (*field, error) {
	f := &field{}
	target, f.list = strings.CutSuffix(target, "[]")
	if target, f.absolute = strings.CutPrefix(target, "/"); f.absolute {
		in = invoiceType
	}
	f.pointer = "/" + target
	for name := range strings.SplitSeq(target, "/") {
		if in.Kind() == reflect.Pointer {
			in = in.Elem()
		}
		if name == lastItem && in.Kind() == reflect.Slice {
			f.steps, f.ofLast = append(f.steps, -1), true
			in = in.Elem()
			continue
		}
		index, ok := fieldByJSON(in, name)
		if !ok {
			return nil, fmt.Errorf("%s has no field %q", in, name)
		}
		f.steps = append(f.steps, index)
		in = in.Field(index).Type
	}
	if isList := in.Kind() == reflect.Slice && in.Elem().Kind() != reflect.Uint8; isList != f.list {
		return nil, fmt.Errorf("target %q: a list has [] behind it, nothing else", target)
	}
	f.of = in
	return f, nil
}

func fieldByJSON(in reflect.Type, name string) (int, bool) {
	if in.Kind() != reflect.Struct {
		return 0, false
	}
	for i := range in.NumField() {
		tag, _, _ := strings.Cut(in.Field(i).Tag.Get("json"), ",")
		if tag == name {
			return i, true
		}
	}
	return 0, false
}

// itemType is the struct that lines below a line with this target are tied to.
func (f *field) itemType() reflect.Type {
	t := f.of
	if f.list {
		t = t.Elem()
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// get is the field's value, not valid where a pointer on the way is nil.
func (f *field) get(base, root reflect.Value) reflect.Value {
	v := base
	if f.absolute {
		v = root
	}
	for _, i := range f.steps {
		switch v = deref(v); {
		case !v.IsValid():
			return v
		case i >= 0:
			v = v.Field(i)
		case v.Len() == 0:
			return reflect.Value{}
		default:
			v = v.Index(v.Len() - 1)
		}
	}
	return v
}

// ensure is get that fills nil pointers on the way and remembers them in made, for undo.
func (f *field) ensure(base, root reflect.Value, made *[]reflect.Value) reflect.Value {
	v := base
	if f.absolute {
		v = root
	}
	for _, i := range f.steps {
		if v = fill(v, made); i >= 0 {
			v = v.Field(i)
			continue
		}
		if v.Len() == 0 {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			*made = append(*made, v)
		}
		v = v.Index(v.Len() - 1)
	}
	return v
}

// at is the field's JSON pointer below base; items that are last at this moment get their index, more by offset where the
// list is a part of the invoice's.
func (f *field) at(base string, from, root reflect.Value, offset int) string {
	if f.absolute {
		base = ""
	}
	if !f.ofLast {
		return base + f.pointer
	}
	list := field{absolute: f.absolute, steps: f.steps[:slices.Index(f.steps, -1)]}
	v := list.get(from, root)
	return base + strings.Replace(f.pointer, "/"+lastItem, "/"+strconv.Itoa(offset+max(0, v.Len()-1)), 1)
}

func deref(v reflect.Value) reflect.Value {
	if v.IsValid() && v.Kind() == reflect.Pointer {
		return v.Elem()
	}
	return v
}

func fill(v reflect.Value, made *[]reflect.Value) reflect.Value {
	if v.Kind() != reflect.Pointer {
		return v
	}
	if v.IsNil() {
		v.Set(reflect.New(v.Type().Elem()))
		*made = append(*made, v)
	}
	return v.Elem()
}

// undo sets the pointers that ensure filled back to nil.
func undo(made []reflect.Value) {
	for i := len(made) - 1; i >= 0; i-- {
		made[i].SetZero()
	}
}
