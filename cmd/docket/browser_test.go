package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// patience bounds how long a page may take to show what a test waits for, on a machine that is busy.
const patience = 30 * time.Second

// tab is a page of a real browser, in English at 1280 by 860, with nothing kept from other tabs. Whatever its scripts throw fails
// the test.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

// served starts everything on a database of the test's own.
func served(t *testing.T) (p *process, database string) {
	t.Helper()
	database = pgtest.URL(t)
	return start(t, []string{"DATABASE_URL=" + database, "DOCKET_DATA_DIR=" + sharedDir(t), "DOCKET_OCR=tesseract"}, "dev").ready(), database
}

// browser starts Chromium; each function that it gives opens a tab that shares nothing with the others.
func browser(t *testing.T, p *process) func(t *testing.T) tab {
	t.Helper()
	// Containers lack the sandbox's rights; the pages are our own.
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("lang", "en-GB"), chromedp.Flag("accept-lang", "en-GB,en"))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	first, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(first); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return func(t *testing.T) tab {
		t.Helper()
		ctx, end := chromedp.NewContext(first, chromedp.WithNewBrowserContext())
		t.Cleanup(end)
		if err := chromedp.Do(ctx); err != nil { // it lives as long as the context of its first action
			t.Fatalf("open a tab: %v", err)
		}
		b := tab{t: t, ctx: ctx, url: p.url}
		b.do(chromedp.EmulateViewport(1280, 860))
		b.watch()
		return b
	}
}

// watch makes what a page's scripts throw, and what its policy forbids, faults of the test.
func (b tab) watch() {
	var mu sync.Mutex
	var thrown []string
	err := chromedp.Listen(b.ctx, func(ev any) {
		if e, is := ev.(*runtime.EventExceptionThrown); is {
			mu.Lock()
			defer mu.Unlock()
			said := e.ExceptionDetails.Text
			if e.ExceptionDetails.Exception != nil {
				said += " " + e.ExceptionDetails.Exception.Description
			}
			thrown = append(thrown, said)
		}
	})
	if err != nil {
		b.t.Fatalf("listen to the page: %v", err)
	}
	b.t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		if len(thrown) > 0 {
			b.t.Errorf("the page threw: %s", strings.Join(thrown, "\n"))
		}
	})
}

func (b tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatalf("%v\nat %s:\n%s", err, b.text("location.pathname+location.search"), b.text("document.body.innerText"))
	}
}

// open shows a screen of the console.
func (b tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + path))
}

// eval gives what a script in the page says; promises are waited for.
func eval[T any](b tab, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// text is eval for what is text, and what to say of a page that does not answer.
func (b tab) text(script string) string {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		return err.Error()
	}
	return v
}

// until waits for a condition of the page.
func (b tab) until(condition string) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		if v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+condition+")")); err == nil && v {
			return
		}
	}
	b.t.Fatalf("never came to be: %s\nat %s:\n%s", condition, b.text("location.pathname+location.search"), b.text("document.body.innerText"))
}

// sees waits until some text is shown.
func (b tab) sees(text string) {
	b.t.Helper()
	b.until("document.body.innerText.includes(" + quoted(text) + ")")
}

// shows waits until something that a selector names is there.
func (b tab) shows(selector string) {
	b.t.Helper()
	b.until("document.querySelector(" + quoted(selector) + ")")
}

// click clicks the first thing that a selector names, where a reader would see it.
func (b tab) click(selector string) {
	b.t.Helper()
	b.shows(selector)
	b.do(chromedp.Click(selector, chromedp.NodeVisible))
}

// push clicks the button or link that reads so.
func (b tab) push(name string) {
	b.t.Helper()
	const mark = "data-test-pushed"
	b.until(fmt.Sprintf(`(() => {
		document.querySelectorAll("[%[1]s]").forEach(e => e.removeAttribute("%[1]s"));
		const found = [...document.querySelectorAll("button, a, summary")].find(e => !e.disabled && (e.innerText.trim() === %[2]s || e.getAttribute("aria-label") === %[2]s));
		found?.setAttribute("%[1]s", "");
		return found;
	})()`, mark, quoted(name)))
	b.click("[" + mark + "]")
}

// types puts text into the field that a selector names, key by key.
func (b tab) types(selector, text string) {
	b.t.Helper()
	b.shows(selector)
	b.do(chromedp.SendKeys(selector, text))
}

// press presses keys, wherever the focus is.
func (b tab) press(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k))
	}
}

// drop drops files on the middle of the window.
func (b tab) drop(paths ...string) {
	b.t.Helper()
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: paths, DragOperationsMask: 1}
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		b.do(call(input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 640, Y: 430, Data: data}))
	}
}

// scheme makes the system's appearance "light" or "dark".
func (b tab) scheme(name string) {
	b.t.Helper()
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}}))
}

func call[P any](c cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// signIn comes in by a key.
func (b tab) signIn(key string) {
	b.t.Helper()
	b.open("/")
	b.types("input[name=key]", key+"\r")
	b.shows(".shell")
}

// quoted is a text as a script writes it.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a form
	}
	return string(b)
}
