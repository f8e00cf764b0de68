// SPDX-License-Identifier: MPL-2.0

package browser_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// simulated is an organization that a simulator serves, as `simulate` does it.
type simulated struct {
	t *testing.T

	BaseURL        string `json:"base_url"`
	OrganizationID string `json:"organization_id"`
	APIKey         string `json:"api_key"`

	stop func()
}

func simulate(t *testing.T) *simulated {
	t.Helper()
	process := exec.CommandContext(t.Context(), provider, "simulate")
	var stderr bytes.Buffer
	process.Stderr = &stderr
	stdout, err := process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())
	stop := sync.OnceFunc(func() {
		_ = process.Process.Signal(os.Interrupt)
		_ = process.Wait()
	})
	t.Cleanup(stop)
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	require.NoError(t, err, stderr.String())
	s := &simulated{t: t, stop: stop}
	require.NoError(t, json.Unmarshal(line, s))
	return s
}

func (s *simulated) page() string { return s.BaseURL + "/_simulator/" }

// ask sends a request as another program does.
func (s *simulated) ask(method, path, body string) string {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.BaseURL+path, strings.NewReader(body))
	require.NoError(s.t, err)
	request.Header.Set("Authorization", "Bearer "+s.APIKey)
	request.Header.Set("Content-Type", "application/json")
	response, err := (&http.Client{}).Do(request)
	require.NoError(s.t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	require.NoError(s.t, err)
	require.Less(s.t, response.StatusCode, 300, string(content))
	return string(content)
}

// user is what the organization says about somebody.
func (s *simulated) user(email string) map[string]any {
	s.t.Helper()
	var organization struct {
		Users []map[string]any `json:"users"`
	}
	require.NoError(s.t, json.Unmarshal([]byte(s.ask("GET", "/_simulator/organization", "")), &organization))
	for _, user := range organization.Users {
		if user["email"] == email {
			return user
		}
	}
	return nil
}

// unreadable lists the texts of a page whose contrast to what is behind them is below that of WCAG AA.
const unreadable = `(() => {
	const numbers = color => color.match(/[\d.]+/g).map(Number);
	const light = color => numbers(color).slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if ((numbers(c)[3] ?? 1) > 0) return c; } return "rgb(255,255,255)"; };
	return [...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
		.map(e => { const [a, b] = [light(getComputedStyle(e).color), light(behind(e))]; return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e]; })
		.filter(([contrast]) => contrast < 4.5).map(([contrast, e]) => contrast.toFixed(2) + ": " + e.innerText.slice(0, 30));
})()`

// The page of the simulator, in a wide and in a narrow window, by day and by night.
func TestSimulatorPage(t *testing.T) {
	t.Parallel()
	s := simulate(t)
	s.ask("GET", "/admin/v1/orgs/"+s.OrganizationID+"/domains", "")
	s.ask("POST", "/_simulator/faults", `{"status": 429, "count": 2}`)
	p := browse(t, s.page())
	p.until(`document.querySelector("#requests-part .code")`)

	assert.Equal(t, "Acme", p.text("h1"))
	assert.Equal(t, []string{"People", "Groups", "Authentication policies", "Domains", "Apps", "Other policies", "Requests", "Faults", "Violations"},
		is[[]string](p, `[...document.querySelectorAll("h2")].map(h => h.innerText)`))

	t.Log("A reader finds the way: landmarks, captions and headings of tables, and a name for each control.")
	assert.Equal(t, []int{1, 1, 1, 1, 1}, is[[]int](p, `["header", "nav", "main", "aside", "footer"].map(e => document.querySelectorAll(e).length)`))
	assert.Zero(t, is[int](p, `document.querySelectorAll("table:not(:has(caption)), table:not(:has(th[scope=col])), main tbody tr:not(:has(th[scope=row], td[colspan]))").length`))
	assert.Empty(t, is[[]string](p, `[...document.querySelectorAll("button, input:not([type=hidden]), select")].filter(e => !e.ariaLabel && !e.labels.length).map(e => e.outerHTML)`))
	assert.Empty(t, is[[]string](p, `[...document.querySelectorAll("[aria-label]")].filter(e => e.matches("button:not(.remove), summary") && e.innerText.split(" ").length < 2 && !e.ariaLabel.includes(e.innerText.split(" ")[0])).map(e => e.ariaLabel)`), "the name has the text that is seen")
	assert.Equal(t, []string{"message"}, is[[]string](p, `[...document.querySelectorAll("[aria-live], [role=status], [role=log], [role=alert]")].map(e => e.id)`), "the log keeps silent")
	assert.Empty(t, is[[]string](p, `Object.entries(Object.groupBy([...document.querySelectorAll("[id]")], e => e.id)).filter(([, all]) => all.length > 1).map(([id]) => id)`))

	const overflow = `document.documentElement.scrollWidth - document.documentElement.clientWidth`
	for _, scheme := range []string{"light", "dark"} {
		_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		require.NoError(t, err)
		for name, width := range map[string]int64{"wide": 1440, "middle": 1280, "half": 960, "narrow": 360} {
			p.do(chromedp.EmulateViewport(width, 900))
			p.make(`document.querySelectorAll("details").forEach(d => d.open = false)`)
			p.picture("simulator-" + name + "-" + scheme + ".png")
			p.make(`document.querySelectorAll("details").forEach(d => d.open = true)`)
			p.picture("simulator-" + name + "-" + scheme + "-open.png")
			assert.LessOrEqual(t, is[int](p, overflow), 0, name)
			assert.Empty(t, is[[]string](p, unreadable), "%s, %s", name, scheme)
		}
	}
	p.quietAt(s.page())
}

// The keyboard alone finds a person, opens the row and presses its buttons. The focus stays where it is, or goes to the row.
func TestSimulatorPageByKeyboard(t *testing.T) {
	t.Parallel()
	s := simulate(t)
	p := browse(t, s.page())
	p.until(`!document.getElementById("refreshing").hidden`)

	const name = `(document.activeElement.ariaLabel || document.activeElement.innerText)`
	p.do(chromedp.KeyEvent(kb.Tab))
	assert.Equal(t, "Skip to the organization", is[string](p, name))
	assert.Greater(t, is[float64](p, `document.activeElement.getBoundingClientRect().left`), 0.0, "it is seen")
	p.do(chromedp.KeyEvent(kb.Enter))

	walk := func(to string) {
		t.Helper()
		for range 100 {
			p.do(chromedp.KeyEvent(kb.Tab))
			if is[string](p, name) == to {
				assert.NotEqual(t, "none", is[string](p, `getComputedStyle(document.activeElement).outlineStyle`), "the focus is seen on %s", to)
				return
			}
		}
		require.Fail(t, "the keyboard does not get there", to)
	}

	walk("Change Emil Sorensen")
	p.do(chromedp.KeyEvent(kb.Enter))
	walk("Suspend Emil Sorensen")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`document.getElementById("message").innerText === "Emil Sorensen is suspended."`)
	assert.Equal(t, "suspended", s.user("emil.sorensen@acme.example")["status"])
	assert.Equal(t, "Restore Emil Sorensen", is[string](p, name), "the focus stays")
	assert.True(t, is[bool](p, `document.activeElement.closest("details").open`))
	p.picture("simulator-message.png")

	walk("Remove Emil Sorensen from jira-users")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`document.getElementById("message").innerText === "Emil Sorensen is no longer in jira-users."`)
	assert.True(t, is[bool](p, `document.activeElement === [...document.querySelectorAll("#people tr")].find(r => r.innerText.includes("Emil Sorensen"))`), "the button is gone, and the focus is on its row")

	p.do(chromedp.KeyEvent(kb.Tab))
	assert.Equal(t, "Change Emil Sorensen", is[string](p, name), "the keyboard goes on from there")
	walk("Group for Emil Sorensen")
	p.do(chromedp.KeyEvent("no such group" + kb.Enter))
	p.until(`document.getElementById("message").matches(".refused")`)
	assert.Equal(t, `Not done: group "no such group": not found.`, p.text("#message"))
	assert.Equal(t, "no such group", is[string](p, `document.activeElement.value`), "what was typed can be mended")
	p.picture("simulator-refused.png")
	p.quietAt(s.page())
}

// What happens after the page was loaded shows by itself, and disturbs nobody who types.
func TestSimulatorPageRefreshes(t *testing.T) {
	t.Parallel()
	s := simulate(t)
	p := browse(t, s.page())
	p.until(`!document.getElementById("refreshing").hidden`)

	p.make(`document.querySelectorAll("#groups details")[1].open = true; document.querySelector("[aria-label='Address of a new member of contractors']").focus()`)
	p.do(chromedp.KeyEvent("ada"))
	p.until(`scrollY > 0`) // Chromium may scroll to the focus with the next frame only
	p.make(`document.activeElement.setSelectionRange(1, 2); window.field = document.activeElement; window.at = scrollY`)

	s.ask("GET", "/admin/v1/orgs/"+s.OrganizationID+"/domains", "")
	p.until(`document.querySelectorAll("#requests-part .log tbody tr").length === 1`)
	assert.Contains(t, p.text("#requests-part"), "GET /admin/v1/orgs/{orgId}/domains")
	s.ask("GET", "/admin/v1/orgs/"+s.OrganizationID+"/users", "")
	p.until(`document.querySelectorAll("#requests-part .log tbody tr").length === 2`)
	assert.Contains(t, p.text("#requests-part .log tbody tr"), "/users", "the newest first")

	s.ask("DELETE", "/_simulator/groups/contractors/members/milo.rossi@contractor.example", "")
	p.until(`!document.querySelector("[aria-label='Remove Milo Rossi from contractors']")`)
	s.ask("POST", "/_simulator/groups", `{"name": "a new group"}`)
	p.until(`document.querySelector("[aria-label='Rename a new group']")`)
	s.ask("DELETE", "/_simulator/groups/confluence-users", "")
	p.until(`!document.querySelector("[aria-label='Rename confluence-users']")`)
	s.ask("PATCH", "/_simulator/groups/contractors", `{"name": "zero-hours"}`)
	p.until(`document.querySelector("[aria-label='Address of a new member of zero-hours']")`)
	s.ask("PATCH", "/_simulator/groups/zero-hours", `{"name": "all hands"}`)
	p.until(`document.querySelector("[aria-label='Address of a new member of all hands']")`)

	assert.True(t, is[bool](p, `document.activeElement === field && field.isConnected`), "the focus stays")
	assert.Equal(t, []any{"ada", 1.0, 2.0}, is[[]any](p, `[field.value, field.selectionStart, field.selectionEnd]`))
	assert.True(t, is[bool](p, `field.closest("details").open`))
	assert.Equal(t, "Address of a new member of all hands", is[string](p, `field.ariaLabel`))
	assert.Empty(t, p.text("#message"), "only what somebody does here is said")

	t.Log("A tab that nobody sees asks for nothing.")
	p.make(`window.timers = new Set(), window.fetched = 0;
		const [set, clear, ask] = [setTimeout, clearTimeout, fetch];
		window.setTimeout = (then, after) => { const timer = set(() => { timers.delete(timer); then(); }, after); timers.add(timer); return timer; };
		window.clearTimeout = timer => { timers.delete(timer); clear(timer); };
		window.fetch = (...asked) => { fetched++; return ask(...asked); };
		window.hide = hidden => { Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true }); document.dispatchEvent(new Event("visibilitychange")); };
		window.starts = deed => { const before = fetched; deed(); return [fetched - before, timers.size]; }`)
	p.until(`timers.size === 1`)
	assert.Equal(t, []int{0, 0}, is[[]int](p, `starts(() => hide(true))`), "requests, and timers for the next one")
	assert.Equal(t, []int{1, 0}, is[[]int](p, `starts(() => hide(false))`))
	p.until(`timers.size === 1`)
	assert.Equal(t, []int{0, 0}, is[[]int](p, `starts(() => document.getElementById("refresh").click())`))
	p.quietAt(s.page())

	t.Log("The page says that the simulator has ended.")
	assert.False(t, is[bool](p, `document.getElementById("lost").checkVisibility()`))
	s.stop()
	p.make(`document.getElementById("refresh").click()`)
	p.until(`document.getElementById("lost").checkVisibility()`)
	p.make(`document.querySelector("[aria-label='Reset requests']").click()`)
	p.until(`document.getElementById("message").innerText.includes("does not answer")`)
	assert.Equal(t, "ada", is[string](p, `field.value`))
}

// Without script, a button leads to the page again, which says what was done.
func TestSimulatorPageWithoutScript(t *testing.T) {
	t.Parallel()
	s := simulate(t)
	p := browse(t, s.page()+"?people=emil", func(p *page) {
		_, err := chromedp.Call(p.ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: s.page() + "page.js", Block: true}}})
		require.NoError(p.t, err)
	})
	assert.True(t, is[bool](p, `document.getElementById("refreshing").hidden`))
	p.make(`document.querySelector("#people details").open = true`)
	p.do(chromedp.Click("#people button[formaction='do/suspend']"), chromedp.WaitVisible("#people button[formaction='do/restore']"))
	assert.Equal(t, "Emil Sorensen is suspended.", p.text("#message"))
	assert.Contains(t, is[string](p, `location.href`), "?note=1&people=emil#person-")
	assert.Equal(t, "suspended", s.user("emil.sorensen@acme.example")["status"])
	p.picture("simulator-without-script.png")
}

// A page of another origin opens the simulator by a link, and can do nothing else.
func TestSimulatorPageRefusesOthers(t *testing.T) {
	t.Parallel()
	s := simulate(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<!DOCTYPE html><title>Other</title><a href="`+s.page()+`">Look</a>
			<form method="post" action="`+s.page()+`do/suspend"><input name="user" value="x"><button>Win</button></form><iframe src="`+s.page()+`"></iframe>`)
	}))
	t.Cleanup(other.Close)
	p := browse(t, other.URL)

	for _, asked := range []string{
		`fetch("` + s.BaseURL + `/_simulator/faults", {method: "POST", mode: "no-cors", body: "{}"})`,
		`fetch("` + s.BaseURL + `/_simulator/do/reset-requests", {method: "POST", mode: "no-cors"})`,
		`fetch("` + s.BaseURL + `/admin/v1/orgs/x/domains", {mode: "no-cors"})`,
		`fetch("` + s.BaseURL + `/_simulator/organization")`,
		`fetch("` + s.BaseURL + `/_simulator/groups/contractors", {method: "DELETE"})`,
		`new Promise(done => { const picture = new Image(); picture.onload = picture.onerror = done; picture.src = "` + s.BaseURL + `/nowhere"; })`,
	} {
		answer, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](asked+`.then(r => r.status ? "read" : "sent", () => "refused")`, chromedp.EvalAwaitPromise))
		require.NoError(t, err)
		assert.NotEqual(t, "read", answer, asked)
	}
	assert.JSONEq(t, `{}`, s.ask("GET", "/_simulator/requests", ""))
	assert.JSONEq(t, `[]`, s.ask("GET", "/_simulator/violations", ""))
	assert.JSONEq(t, `[]`, s.ask("GET", "/_simulator/faults", ""))
	assert.Contains(t, s.ask("GET", "/_simulator/organization", ""), `"contractors"`)

	p.make(`document.querySelector("a").click()`)
	p.do(chromedp.WaitVisible("#organization"))
	assert.Equal(t, "Acme", p.text("h1"))

	p = browse(t, other.URL)
	answer, err := chromedp.RunResponse(p.ctx, chromedp.Evaluate[chromedp.Void](`document.forms[0].submit()`))
	require.NoError(t, err)
	assert.EqualValues(t, http.StatusForbidden, answer.Status)
	assert.Equal(t, s.page()+"do/suspend", answer.URL)
}
