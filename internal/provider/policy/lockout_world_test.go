// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The products of the organization.
const (
	lockedJira = "ari:cloud:jira-software::site/00000000-0000-4000-b000-000000000001"
	lockedWiki = "ari:cloud:confluence::site/00000000-0000-4000-b000-000000000001"
	lockedDesk = "ari:cloud:jira-servicedesk::site/00000000-0000-4000-b000-000000000001"
)

var lockedProducts = []string{lockedJira, lockedWiki, lockedDesk}

// fence is an atlassian_ip_allowlist of a configuration.
type fence struct {
	address, name string
	in, must      []string
	off           bool
	where         []string
	unknown       []string // attributes that the plan does not know
	cbd           bool     // create_before_destroy
	noBypass      bool     // allow_mobile_bypass = false; otherwise it is not configured
}

// resource is the fence for Terraform.
func (f fence) resource() lifecycle.Resource {
	list := func(texts []string) any {
		if texts == nil {
			return nil
		}
		all := make([]any, len(texts))
		for i, text := range texts {
			all[i] = text
		}
		return all
	}
	values := map[string]any{"name": f.name, "addresses": list(f.in), "enabled": !f.off}
	if f.must != nil {
		values["must_allow"] = list(f.must)
	}
	if f.where != nil {
		values["resource_ids"] = list(f.where)
	}
	if f.noBypass {
		values["allow_mobile_bypass"] = false
	}
	return lifecycle.Resource{Address: f.address, Type: "atlassian_ip_allowlist", Values: values, Unknown: f.unknown, CreateBeforeDestroy: f.cbd}
}

// String is the fence in a trace.
func (f fence) String() string {
	return fmt.Sprintf("%s %q in %v must %v off %t where %d unknown %v", f.address, f.name, f.in, f.must, f.off, len(f.where), f.unknown)
}

// earlier is what an allowlist was when a plan began.
type earlier struct {
	enabled bool
	in      people
	where   []string
	must    people // of the state
}

// fenceWorld is an organization that looks at its IP allowlists after each write.
type fenceWorld struct {
	t       *testing.T
	org     *simulated.Organization
	handler http.Handler

	mu sync.Mutex
	// applied is the configuration that is applied, by address.
	applied map[string]fence
	// owner is the address that manages a policy, by the ID of the policy.
	owner map[string]string
	// before is what there was when the plan began, by address. It lacks objects that are replaced.
	before map[string]earlier
	killAt int // counts down the writes to the end of the process
	loseAt int // counts down the writes to the one whose answer is lost
	kill   func()
	writes int
	trace  []string
}

func newFenceWorld(t *testing.T, lag time.Duration) *fenceWorld {
	t.Helper()
	start := simulated.Large(simulated.Size{Users: 1})
	for i, product := range []string{"jira-software", "confluence", "jira-servicedesk"} {
		start.Workspaces = append(start.Workspaces, simulator.Workspace{ID: lockedProducts[i], Name: product, Type: product, HostURL: "https://site-1.atlassian.net"})
	}
	w := &fenceWorld{t: t, applied: map[string]fence{}, owner: map[string]string{}, before: map[string]earlier{}}
	w.org, w.handler = simulated.Handler(t, simulated.WithStart(start), simulated.WithLag(lag))
	return w
}

// policies are the IP allowlists as they are after all writes.
func (w *fenceWorld) policies() []simulator.OrganizationPolicy {
	return slices.DeleteFunc(w.org.Simulator.Organization().OrganizationPolicies, func(p simulator.OrganizationPolicy) bool { return p.Type != simulator.PolicyIPAllowlist })
}

// policy is the allowlist with an ID.
func (w *fenceWorld) policy(id string) (simulator.OrganizationPolicy, bool) {
	all := w.policies()
	at := slices.IndexFunc(all, func(p simulator.OrganizationPolicy) bool { return p.ID == id })
	if at < 0 {
		return simulator.OrganizationPolicy{}, false
	}
	return all[at], true
}

// places are the products that a policy applies to, or is about to.
func places(p simulator.OrganizationPolicy) []string {
	var all []string
	for _, r := range p.Resources {
		if r.ApplicationStatus != simulator.ResourceRemoving {
			all = append(all, r.ID)
		}
	}
	return all
}

func (w *fenceWorld) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trace = append(w.trace, fmt.Sprintf(format, args...))
}

// shuts are those whom an allowlist shuts out although a fence must let them in, or was the one that had to and did.
func shuts(f fence, enabled bool, in people, where []string, before *earlier) people {
	if !enabled {
		return 0
	}
	shut := meant(f.must) &^ in
	if before != nil {
		lost := before.must &^ in
		reaches := slices.ContainsFunc(where, func(id string) bool { return !slices.Contains(before.where, id) })
		if before.enabled && !reaches {
			lost &= before.in
		}
		shut |= lost
	}
	return shut
}

// look judges the policy that a write was about. The caller holds the lock.
func (w *fenceWorld) look(id, write string) {
	p, there := w.policy(id)
	f, managed := w.applied[w.owner[id]]
	if !there || !managed {
		return
	}
	var before *earlier
	if b, has := w.before[f.address]; has {
		before = &b
	}
	if shut := shuts(f, p.Status == simulator.PolicyEnabled, letIn(p.In), places(p), before); shut != 0 {
		w.trace = append(w.trace, "FAILED: "+write)
		w.t.Errorf("%s: policy %q with %v shuts out %b, which %s must allow", write, p.Name, p.In, shut, f.address)
	}
}

// fenceProcess is a client of the world, as long as the context lasts.
type fenceProcess struct {
	*fenceWorld

	ctx context.Context //nolint:containedctx // a process lives as long as it
}

var (
	errEnded    = errors.New("the process is gone")
	ofOnePolicy = regexp.MustCompile(`/policies/([^/]+)(/resources.*)?$`)
)

// RoundTrip answers a request. Writes happen one after the other, each under inspection.
func (p *fenceProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host, r.RequestURI = r.URL.Host, r.URL.RequestURI()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		return nil, errEnded
	}
	if r.Method == http.MethodGet || strings.HasSuffix(r.URL.Path, "/workspaces") {
		return p.answer(r), nil
	}
	p.writes++
	if p.killAt--; p.killAt == 0 {
		p.kill()
	}
	known := map[string]bool{}
	for _, one := range p.policies() {
		known[one.ID] = true
	}
	answer := p.answer(r)
	write := fmt.Sprintf("%s %s: %d", r.Method, r.URL.Path[strings.LastIndex(r.URL.Path, "/policies"):], answer.StatusCode)
	p.trace = append(p.trace, write)
	for _, one := range p.policies() {
		if !known[one.ID] {
			p.owner[one.ID] = p.named(one.Name)
			p.look(one.ID, write)
		}
	}
	if found := ofOnePolicy.FindStringSubmatch(r.URL.Path); found != nil && r.Method != http.MethodDelete {
		p.look(found[1], write)
	}
	if p.loseAt--; p.loseAt == 0 {
		p.trace = append(p.trace, "its answer is lost")
		return nil, io.ErrUnexpectedEOF
	}
	if p.ctx.Err() != nil {
		return nil, errEnded
	}
	return answer, nil
}

// named is the address of the fence with a name.
func (w *fenceWorld) named(name string) string {
	for address, f := range w.applied {
		if f.name == name {
			return address
		}
	}
	w.t.Errorf("created a policy %q, which the configuration has not got", name)
	return ""
}

func (p *fenceProcess) answer(r *http.Request) *http.Response {
	recorder := httptest.NewRecorder()
	p.handler.ServeHTTP(recorder, r)
	answer := recorder.Result()
	answer.Request = r
	return answer
}
