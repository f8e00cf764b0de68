// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
)

// breaks undo what protects from a kind of trouble, each between the provider and the organization, and not in it. The suite has to find out.
// Faults have the names that they have in faults.
var breaks = map[string]struct {
	what   string
	broken func(c *chaos) func(next http.RoundTripper) http.RoundTripper
	// from is the seed to begin with, which is known to find it, as long as nothing is drawn otherwise.
	from uint64
}{
	"429 with Retry-After":         {"takes it for a refusal", refused, 0},
	"429 with a reset in minutes":  {"takes it for a refusal", refused, 0},
	"429 with a reset in seconds":  {"takes it for a refusal", refused, 0},
	"429 with a reset in the past": {"takes it for a refusal", refused, 0},
	"429 alone":                    {"takes it for a refusal", refused, 0},
	"500":                          {"takes it for an empty list", nothing, 16},
	"502":                          {"does not try again", refused, 1},
	"503":                          {"does not try again", refused, 1},
	"503 with Retry-After":         {"does not try again", refused, 1},
	"504":                          {"does not try again", refused, 1},
	"dropped":                      {"does not try again", refused, 1},
	"lost":                         {"sends a write again", again, 11},
	"late":                         {"does not try again", refused, 1},
	"HTML":                         {"takes it for an empty list", nothing, 138},
	"empty":                        {"looks only once", once, 105},
	"partial":                      {"looks only once", once, 181},
	"flapping":                     {"does not try again", refused, 1},
	"an expired key":               {"takes it for an empty list", nothing, 16},
	kills:                          {"sends again what the last process has sent", journal, 2},
	rates:                          {"takes a limit for a refusal", refused, 0},
	others:                         {"shows what it has read before", stale, 2},
}

// Trouble that is no fault of one request.
const (
	kills  = "the end of the process"
	rates  = "a limit of requests a minute"
	others = "changes by others"
)

// maxBroken is how many cases may be needed to notice that something is broken.
const maxBroken = 60

// A fault is worth its place if the suite finds a provider that does not stand it. So for each kind, one is broken on purpose.
func TestEachFaultIsWorthIt(t *testing.T) {
	t.Parallel()
	names := []string{kills, rates, others}
	for _, one := range faults {
		names = append(names, one.name)
	}
	names = names[:thorough.Part(len(names), 3)]
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			broken, is := breaks[name]
			if !is {
				t.Fatalf("break something that protects from it, in breaks")
			}
			var tally tally
			for seed := broken.from; seed < broken.from+maxBroken; seed++ {
				failures := 0
				synctest.Test(t, func(t *testing.T) {
					c := newCase(t, seed, &tally, options{only: name, broken: broken.broken})
					c.run()
					failures = len(c.failures)
					if failures > 0 {
						first, _, _ := strings.Cut(c.failures[0], "\n")
						t.Logf("%s: case %d found that it %s: %s", name, seed, broken.what, first)
					}
				})
				if failures == 0 {
					continue
				}
				synctest.Test(t, func(t *testing.T) { // and it is what is broken that it has found
					c := newCase(t, seed, &tally, options{only: name})
					c.run()
					c.report()
				})
				return
			}
			t.Errorf("a provider that %s passed %d cases", broken.what, maxBroken)
		})
	}
}

// tripper is a function that carries out a request.
type tripper func(*http.Request) (*http.Response, error)

// RoundTrip calls it.
func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answered(r *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: strconv.Itoa(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewBufferString(body)), ContentLength: int64(len(body)),
	}
}

// failed reports whether a try went wrong in a way that passes.
func failed(answer *http.Response, err error) bool {
	if err != nil {
		return true
	}
	switch answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// refused makes a refusal of what passes.
func refused(*chaos) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
			answer, err := next.RoundTrip(r)
			if failed(answer, err) {
				return answered(r, http.StatusBadRequest, `{}`), nil
			}
			return answer, nil
		})
	}
}

// nothing makes an empty list of what cannot be read, and remembers it for a minute.
func nothing(*chaos) func(http.RoundTripper) http.RoundTripper {
	var empty sync.Map
	return func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
			body, err := bodyOf(r)
			if err != nil {
				return nil, err
			}
			read := isRead(r, body)
			stored, _ := empty.Load(r.URL.Path)
			if since, is := stored.(time.Time); is && read && time.Since(since) < time.Minute {
				return answered(r, http.StatusOK, `{"data":[],"links":{},"count":0}`), nil
			}
			answer, err := next.RoundTrip(r)
			if err != nil || !read {
				return answer, err
			}
			if answer.StatusCode >= http.StatusInternalServerError || answer.StatusCode == http.StatusUnauthorized || strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
				empty.Store(r.URL.Path, time.Now())
				return answered(r, http.StatusOK, `{"data":[],"links":{},"count":0}`), nil
			}
			return answer, nil
		})
	}
}

// again sends a write again whose answer was lost.
func again(*chaos) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
			body, err := bodyOf(r)
			if err != nil {
				return nil, err
			}
			answer, err := next.RoundTrip(r)
			if err != nil && !isRead(r, body) && r.Context().Err() == nil {
				r = r.Clone(r.Context())
				r.Body = io.NopCloser(bytes.NewReader(body))
				return next.RoundTrip(r)
			}
			return answer, err
		})
	}
}

// kept are answers to repeat.
type kept struct {
	mu  sync.Mutex
	all map[string]keptAnswer
}

type keptAnswer struct {
	until  time.Time
	status int
	body   string
}

// repeating repeats answers to reads for some minutes. It is told which ones to keep, and when to repeat them.
func repeating(keeps func(answer *http.Response) bool, repeats func() bool, while time.Duration) func(http.RoundTripper) http.RoundTripper {
	memory := kept{all: make(map[string]keptAnswer)}
	return func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
			asked, err := bodyOf(r)
			if err != nil || !isRead(r, asked) {
				return next.RoundTrip(r)
			}
			key := r.Method + r.URL.String() + string(asked)
			memory.mu.Lock()
			known, is := memory.all[key]
			memory.mu.Unlock()
			if is && repeats() && time.Now().Before(known.until) {
				return answered(r, known.status, known.body), nil
			}
			answer, err := next.RoundTrip(r)
			if err != nil || answer.StatusCode != http.StatusOK || !keeps(answer) {
				return answer, err
			}
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				return nil, err
			}
			memory.mu.Lock()
			memory.all[key] = keptAnswer{time.Now().Add(while), answer.StatusCode, string(body)}
			memory.mu.Unlock()
			return answered(r, answer.StatusCode, string(body)), nil
		})
	}
}

// once repeats a lie when it is asked once more.
func once(*chaos) func(http.RoundTripper) http.RoundTripper {
	return repeating(func(answer *http.Response) bool { return answer.Header.Get(lieHeader) != "" }, func() bool { return true }, time.Minute)
}

// stale repeats everything in a plan.
func stale(c *chaos) func(http.RoundTripper) http.RoundTripper {
	return repeating(func(*http.Response) bool { return true }, c.planning.Load, 5*time.Minute)
}

// journal sends again, in a new process, what the last one has sent without hearing an answer, or shortly before.
func journal(*chaos) func(http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	var sent []*http.Request
	return func(next http.RoundTripper) http.RoundTripper {
		mu.Lock()
		last := sent
		sent = nil
		mu.Unlock()
		var first atomic.Bool
		sentAgain := make(chan struct{}) // and no sync.Once: a bubble's clock stands still while anything waits for a mutex
		return tripper(func(r *http.Request) (*http.Response, error) {
			if first.CompareAndSwap(false, true) {
				for _, one := range last {
					if answer, err := next.RoundTrip(one.WithContext(r.Context())); err == nil {
						_ = answer.Body.Close() // of memory
					}
				}
				close(sentAgain)
			}
			<-sentAgain
			body, err := bodyOf(r)
			if err != nil {
				return nil, err
			}
			if !isRead(r, body) {
				copied := r.Clone(context.WithoutCancel(r.Context()))
				copied.Body = io.NopCloser(bytes.NewReader(body))
				mu.Lock()
				sent = append(sent, copied)
				mu.Unlock()
			}
			return next.RoundTrip(r)
		})
	}
}
