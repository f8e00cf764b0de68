// SPDX-License-Identifier: MPL-2.0

package browser_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// page is a page in a browser of its own.
type page struct {
	t   *testing.T
	ctx context.Context //nolint:containedctx // the browser's
	// Where it is.
	url string

	mu                   sync.Mutex
	requested, complaint []string
}

// open opens a page that an example has written.
func open(t *testing.T, name string) *page {
	t.Helper()
	return browse(t, "file://"+filepath.ToSlash(filepath.Join(pages, name)))
}

// browse opens a page, after the browser was prepared for it.
func browse(t *testing.T, url string, prepared ...func(*page)) *page {
	t.Helper()
	// The flags keep the browser from asking anybody for anything; what a page asks for in spite of them finds no host.
	allocated, end := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), // it ends below
		chromedp.ExecPath(chromium), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), chromedp.WindowSize(1280, 900),
	)
	t.Cleanup(end)
	ctx, _ := chromedp.NewContext(allocated)
	t.Cleanup(func() { assert.NoError(t, chromedp.Cancel(ctx)) })
	p := &page{t: t, ctx: ctx, url: url}
	require.NoError(t, chromedp.Listen(ctx, p.note))
	for _, prepare := range prepared {
		prepare(p)
	}
	p.do(chromedp.Navigate(p.url))
	return p
}

// note notes what the page asks for, and what the browser says about it.
func (p *page) note(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requested = append(p.requested, event.Request.URL)
	case *runtime.EventConsoleAPICalled:
		p.complaint = append(p.complaint, "console: "+string(event.Type))
	case *runtime.EventExceptionThrown:
		p.complaint = append(p.complaint, "exception: "+event.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		p.complaint = append(p.complaint, event.Entry.Text)
	}
}

// quiet holds that the page has asked for nothing but itself, and that the browser has complained about nothing.
func (p *page) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	assert.Equal(p.t, []string{p.url}, p.requested, "what it asks for")
	assert.Empty(p.t, p.complaint, "what the browser says")
}

// quietAt holds that the page has asked for nothing outside of an address, and that the browser has complained about nothing.
func (p *page) quietAt(address string) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, requested := range p.requested {
		assert.True(p.t, strings.HasPrefix(requested, address), "it asks for %s", requested)
	}
	assert.Empty(p.t, p.complaint, "what the browser says")
}

func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, actions...))
}

// is what an expression gives in the page.
func is[V any](p *page, expression string) V {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[V](expression))
	require.NoError(p.t, err, expression)
	return value
}

// until waits until an expression is true in the page, for as many pictures as a browser draws in a minute. It needs no
// eval, which the page may forbid.
func (p *page) until(expression string) {
	p.t.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`new Promise((done, fail) => {
		let drawn = 0;
		const look = () => {
			if (`+expression+`) done(true);
			else if (++drawn > 3600) fail(new Error("it does not happen"));
			else requestAnimationFrame(look);
		};
		look();
	})`, chromedp.EvalAwaitPromise))
	require.NoError(p.t, err, expression)
}

// make does something in the page.
func (p *page) make(statement string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](statement))
}

// text is what a reader sees in an element.
func (p *page) text(selector string) string {
	p.t.Helper()
	return strings.TrimSpace(is[string](p, "document.querySelector("+quoted(selector)+").innerText"))
}

// picture keeps a picture of the whole page.
func (p *page) picture(name string) {
	p.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	require.NoError(p.t, err)
	require.NoError(p.t, os.WriteFile(filepath.Join(pictures, name), png, 0o600))
}

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` }
