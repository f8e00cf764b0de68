// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// world is the organization of a case. It looks at every write, before and after.
type world struct {
	t       *testing.T
	seed    uint64
	org     *simulated.Organization
	handler http.Handler
	latency lifecycle.Latency

	mu sync.Mutex
	// named is what the configuration that is applied gives, has what of that is there.
	named, has map[string]bool
	// wholes are groups whose members have been listed, ours what any configuration so far has given.
	wholes, ours map[string]bool
	// outside is what nobody of any configuration may touch.
	outside map[string]bool
	// killAt counts down the writes to the end of the process; killed ends it. A write of a process that is killed may happen.
	killAt  int
	happens bool
	killed  func()
	writes  int
	kills   int
	trace   []string
	began   time.Time
}

func newWorld(t *testing.T, seed uint64, lag, latency time.Duration) *world {
	t.Helper()
	start := simulated.Large(simulated.Size{Users: accessPeople + accessOutsiders + accessGroups, Groups: untouchedGroup})
	start.Workspaces = []simulator.Workspace{
		{ID: accessRoles[0][0], Name: "wiki", Type: "confluence", HostURL: "https://site-1.atlassian.net/wiki"},
		{ID: accessRoles[2][0], Name: "jira", Type: "jira-software", HostURL: "https://site-1.atlassian.net"},
	}
	last := accessRoles[len(accessRoles)-1]
	for i := range start.Groups {
		start.Groups[i].Roles = []simulator.Role{{Resource: last[0], Role: last[1]}}
		for n := range accessOutsiders {
			start.Groups[i].Members = append(start.Groups[i].Members, simulated.AccountID(accessPeople+n+1))
		}
	}
	for n := range accessGroups {
		start.AuthenticationPolicies = append(start.AuthenticationPolicies, simulator.AuthenticationPolicy{
			ID: accessPolicy(n + 1), Name: fmt.Sprintf("Policy %d", n+1), Settings: simulator.AuthenticationSettings{TwoStepVerification: "required"},
			Members: []string{simulated.AccountID(accessPeople + accessOutsiders + n + 1)},
		})
	}
	w := &world{
		t: t, seed: seed, latency: lifecycle.Latency{Seed: seed, Most: latency}, named: map[string]bool{}, has: map[string]bool{}, wholes: map[string]bool{},
		ours: map[string]bool{}, began: time.Now(),
	}
	w.org, w.handler = simulated.Handler(t, simulated.WithStart(start), simulated.WithLag(lag))
	w.outside = w.truth()
	return w
}

// truth is every access that there is.
func (w *world) truth() map[string]bool {
	all := make(map[string]bool)
	for n := range untouchedGroup {
		group := simulated.GroupID(n + 1)
		for _, member := range w.org.Simulator.Members(group) {
			all[accessOfMember(group, member)] = true
		}
		for _, role := range w.org.Simulator.Roles(group) {
			all[accessOfRole(group, [2]string{role.Resource, role.Role})] = true
		}
	}
	for n := range accessPeople + accessOutsiders + accessGroups { // each policy has a member that nobody lists
		account := simulated.AccountID(n + 1)
		if policy := w.org.Simulator.AuthenticationPolicyOf(account); isPolicy(policy) {
			all[accessOfMember(policy, account)] = true
		}
	}
	return all
}

// apply makes a configuration the one that is applied.
func (w *world) apply(c configuration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.named, w.has = c.accesses(), make(map[string]bool)
	maps.Copy(w.ours, w.named)
	maps.Copy(w.wholes, c.wholes())
	w.look("before the apply")
}

// kill ends the process of the context at the nth write from now on.
func (w *world) kill(n int, happens bool, killed func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.killAt, w.happens, w.killed = n, happens, killed
}

func (w *world) logf(format string, args ...any) {
	w.trace = append(w.trace, fmt.Sprintf("%9.3fs ", time.Since(w.began).Seconds())+fmt.Sprintf(format, args...))
}

// note writes into the trace.
func (w *world) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.logf(format, args...)
}

func (w *world) fail(format string, args ...any) {
	w.logf("FAILED: "+format, args...)
	w.t.Errorf(format, args...)
}

// look compares what there is with what must be.
func (w *world) look(when string) {
	truth := w.truth()
	for access := range w.has {
		if !truth[access] {
			w.fail("%s: lost %s", when, access)
		}
	}
	for access := range w.named {
		if truth[access] {
			w.has[access] = true
		}
	}
	for access := range w.outside {
		if _, isRole := roleOf(access); !truth[access] && (isRole || !w.wholes[containerOf(access)]) {
			w.fail("%s: touched %s", when, access)
		}
	}
	for access := range truth {
		if !w.outside[access] && !w.ours[access] {
			w.fail("%s: gave %s", when, access)
		}
	}
}

// process is a client of the world, as long as the context lasts.
type process struct {
	*world

	ctx context.Context //nolint:containedctx // a process lives as long as it
}

var errGone = errors.New("the process is gone")

// RoundTrip lets an answer take its time, and nothing happen for a process that was killed.
func (p *process) RoundTrip(r *http.Request) (*http.Response, error) {
	there, back := p.latency.Delays(r)
	if !p.pass(r.Context(), there) {
		return nil, p.err(r)
	}
	answer, ok := p.serve(r)
	if !ok || !p.pass(r.Context(), back) {
		return nil, p.err(r)
	}
	return answer, nil
}

func (p *process) err(r *http.Request) error {
	if err := r.Context().Err(); err != nil {
		return err
	}
	return errGone
}

func (p *process) pass(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-p.ctx.Done():
	}
	return ctx.Err() == nil && p.ctx.Err() == nil
}

var (
	memberPath = regexp.MustCompile(`/groups/([^/]+)/memberships(?:/([^/]+))?$`)
	policyPath = regexp.MustCompile(`/auth-policy/([^/]+)/add-users$`)
	rolePath   = regexp.MustCompile(`/groups/([^/]+)/role-assignments/(assign|revoke)$`)
	readPath   = regexp.MustCompile(`/(search|workspaces|bulk-fetch)$`)
)

// serve answers one request. Writes happen one after the other, each under inspection.
func (p *process) serve(r *http.Request) (*http.Response, bool) {
	r = r.Clone(r.Context())
	r.Host, r.RequestURI = r.URL.Host, r.URL.RequestURI()
	if r.Method == http.MethodGet || readPath.MatchString(r.URL.Path) {
		return p.answer(r), true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		return nil, false
	}
	write := p.inspect(r)
	p.killAt--
	if p.killAt == 0 {
		p.kills++
		p.logf("killed at: %s, which happens: %t", write, p.happens)
		p.killed()
		if !p.happens {
			return nil, false
		}
	}
	answer := p.answer(r)
	p.writes++
	p.logf("%s: %d", write, answer.StatusCode)
	p.look(write)
	return answer, true
}

func (p *process) answer(r *http.Request) *http.Response {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	p.handler.ServeHTTP(recorder, r)
	answer := recorder.Result()
	answer.Request = r
	return answer
}

// inspect says what a write is about to do, and refuses what it must not.
func (w *world) inspect(r *http.Request) string {
	if found := policyPath.FindStringSubmatch(r.URL.Path); found != nil {
		return w.inspectMove(r, found[1])
	}
	var access string
	gives := r.Method == http.MethodPost
	if found := memberPath.FindStringSubmatch(r.URL.Path); found != nil {
		who := found[2]
		if gives {
			who = bodyOf[map[string]string](w.t, r)["accountId"]
		}
		access = accessOfMember(found[1], who)
	} else if found := rolePath.FindStringSubmatch(r.URL.Path); found != nil {
		body := bodyOf[map[string]string](w.t, r)
		gives, access = found[2] == "assign", accessOfRole(found[1], [2]string{body["resourceId"], body["roleId"]})
	} else {
		w.fail("sent %s %s", r.Method, r.URL.Path)
		return r.URL.Path
	}
	return w.inspectAccess(gives, access)
}

// inspectMove is [world.inspect] for a move of people into a policy. The default policy is where people go who lose another one.
func (w *world) inspectMove(r *http.Request, policy string) string {
	var said []string
	for _, email := range bodyOf[struct{ Users []string }](w.t, r).Users {
		account := w.org.Simulator.AccountID(email)
		if isPolicy(policy) {
			said = append(said, w.inspectAccess(true, accessOfMember(policy, account)))
		} else if left := w.org.Simulator.AuthenticationPolicyOf(account); isPolicy(left) {
			said = append(said, w.inspectAccess(false, accessOfMember(left, account)))
		}
	}
	return strings.Join(said, ", ")
}

func (w *world) inspectAccess(gives bool, access string) string {
	_, isRole := roleOf(access)
	switch {
	case gives && !w.named[access]:
		w.fail("gives what the configuration does not name: %s", access)
	case !gives && w.named[access]:
		w.fail("takes away what the configuration names: %s", access)
	case !gives && !w.ours[access] && (isRole || !w.wholes[containerOf(access)]):
		w.fail("takes away what is not its own: %s", access)
	}
	return map[bool]string{true: "give ", false: "take away "}[gives] + access
}

// bodyOf reads the body of a request, and leaves it there.
func bodyOf[T any](t *testing.T, r *http.Request) (body T) {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Errorf("body: %v", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(data))
	if err := json.Unmarshal(data, &body); err != nil {
		t.Errorf("body: %v", err)
	}
	return body
}
