package einvoice_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
)

// TestEveryListIsBounded fills each list that an invoice has, one after the other, with as much as it may hold and with one more.
func TestEveryListIsBounded(t *testing.T) {
	t.Parallel()
	inv := reflect.ValueOf(new(en16931.Invoice)).Elem()
	if n := fill(t, inv, inv, ""); n < 18 {
		t.Errorf("found %d lists only, of 18", n)
	}
}

// fill tries the lists below v, which is a part of the invoice, and counts them.
func fill(t *testing.T, inv, v reflect.Value, at string) (n int) {
	t.Helper()
	for i := range v.NumField() {
		f := v.Field(i)
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		pointer := at + "/" + name
		if f.Kind() == reflect.Pointer {
			f.Set(reflect.New(f.Type().Elem()))
			f = f.Elem()
		}
		switch {
		case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
			n += 1 + bounded(t, inv, f, pointer)
		case f.Kind() == reflect.Struct && f.NumField() > 0 && f.Type().Field(0).IsExported():
			n += fill(t, inv, f, pointer)
		}
	}
	return n
}

func bounded(t *testing.T, inv, list reflect.Value, pointer string) int {
	t.Helper()
	most, code := einvoice.MaxItems, einvoice.CodeTooManyItems
	switch pointer {
	case "/lines":
		most, code = einvoice.MaxLines, einvoice.CodeTooMany
	case "/extensions":
		most = einvoice.MaxExtensions
	}
	whole := inv.Addr().Interface().(*en16931.Invoice)
	list.Set(reflect.MakeSlice(list.Type(), most, most))
	if err := einvoice.CheckSize(whole); err != nil {
		t.Errorf("%s with %d items: %v", pointer, most, err)
	}
	list.Set(reflect.MakeSlice(list.Type(), most+1, most+1))
	var refused *einvoice.Error
	if err := einvoice.CheckSize(whole); !errors.As(err, &refused) || refused.Code != code || refused.Pointer != pointer || refused.Most != most {
		t.Errorf("%s with %d items: %v", pointer, most+1, err)
	}
	list.Set(reflect.MakeSlice(list.Type(), 1, 1))
	below := fill(t, inv, list.Index(0), pointer+"/0")
	list.SetZero()
	return below
}

// TestLongListsAreRefused reads XML with a list that is longer than the data may have.
func TestLongListsAreRefused(t *testing.T) {
	t.Parallel()
	const ubl = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">`
	for notes, want := range map[int]string{einvoice.MaxItems: "", einvoice.MaxItems + 1: "/notes"} {
		_, err := einvoice.Parse([]byte(ubl+strings.Repeat("<b:Note>n</b:Note>", notes)+"</Invoice>"), xmltree.Limits{})
		var refused *einvoice.Error
		if errors.As(err, &refused) != (want != "") || refused != nil && (refused.Pointer != want || refused.Code != einvoice.CodeTooManyItems) {
			t.Errorf("%d notes: %v", notes, err)
		}
	}
}

// TestReadingEndsWithItsContext: what is broken behind is not reached.
func TestReadingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := einvoice.ParseUntil(ctx, []byte("<Invoice>"+strings.Repeat("<Note/>", 100_000)+"<broken"), xmltree.Limits{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("reading went on: %v", err)
	}
}
