// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"
)

// process is a process of the provider as the organization sees it: it is there as long as its context.
type process struct {
	*watch

	ctx context.Context //nolint:containedctx // a process lives as long as it
}

// lieHeader marks an answer that hides something, for a transport that is broken on purpose. The provider does not know it.
const lieHeader = "X-Chaos-Lie"

var errGone = errors.New("the process is gone")

// RoundTrip carries a request out. A process that was killed hears no answer.
func (p *process) RoundTrip(r *http.Request) (*http.Response, error) {
	there, back := p.latency.Delays(r)
	if err := p.pass(r.Context(), there); err != nil {
		return nil, err
	}
	answer, err := p.serve(r)
	if err != nil {
		return nil, err
	}
	return answer, p.pass(r.Context(), back)
}

func (p *process) pass(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-p.ctx.Done():
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if p.ctx.Err() != nil {
		return errGone
	}
	return nil
}

// serve serves one request, with the trouble that it meets. Writes happen one after the other, each under inspection.
func (p *process) serve(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host, r.RequestURI = r.URL.Host, r.URL.RequestURI()
	body, err := bodyOf(r)
	if err != nil {
		return nil, err
	}
	if isRead(r, body) {
		fate := p.next(aRead)
		p.inject(r, body, fate.faults)
		answer, err := p.answer(r)
		if err == nil && slices.ContainsFunc(fate.faults, func(one planned) bool { return one.lies }) {
			answer.Header.Set(lieHeader, "1")
		}
		return answer, err
	}
	p.one <- struct{}{}
	defer func() { <-p.one }()
	if p.ctx.Err() != nil {
		return nil, errGone
	}
	fate := p.next(aWrite)
	name := r.Method + " " + r.URL.Path + " " + string(body)
	if fate.dies {
		p.note("killed at %s, which happens: %t", name, fate.happens)
		p.ends()
		if !fate.happens {
			return nil, errGone
		}
	}
	p.inject(r, body, fate.faults)
	answer, err := p.answer(r)
	if err != nil {
		p.note("%s: %v", name, err)
	} else {
		p.note("%s: %d", name, answer.StatusCode)
	}
	p.look(name)
	return answer, err
}

// inject lets faults happen to the request that comes next, and to those that try it again.
func (p *process) inject(r *http.Request, body []byte, all []planned) {
	for _, planned := range all {
		operation := recognized.of(r, body, p.org.Simulator.Operations)
		for i, fault := range planned.happens {
			fault.Operation = operation
			fault.Skip = i // the try in between goes well
			if err := p.org.Simulator.AddFault(fault); err != nil {
				continue // what is no list cannot be empty
			}
			p.mu.Lock()
			p.injected[planned.name]++
			p.log("fault: %s at %s", planned.name, operation)
			p.mu.Unlock()
		}
	}
}

// answer asks the simulator. What it closes has no answer.
func (p *process) answer(r *http.Request) (answer *http.Response, err error) {
	defer func() {
		switch closed := recover(); closed {
		case nil:
		case http.ErrAbortHandler:
			answer, err = nil, io.ErrUnexpectedEOF
			if r.Context().Err() != nil {
				err = r.Context().Err()
			}
		default:
			panic(closed)
		}
	}()
	recorder := httptest.NewRecorder()
	p.handler.ServeHTTP(recorder, r)
	answer = recorder.Result()
	answer.Request = r
	return answer, nil
}
