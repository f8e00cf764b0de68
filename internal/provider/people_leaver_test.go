// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"cmp"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	leaver        = "dana.novak@acme.example"
	stayers       = "email,groups,policy\nchen.li@acme.example,engineering,staff\nlena.fischer@contractor.example,contractors,\n"
	leaverRow     = leaver + ",engineering; contractors,staff\n"
	leaversPolicy = "Everyone"
)

// leaverLag is how late searches show a change: shorter than a process of Terraform takes to look again, because what nobody can see yet would
// be done twice.
const leaverLag = 200 * time.Millisecond

// peopleMain calls the module beside it.
const peopleMain = `
module "people" {
  source = "./people-from-csv"

  people_csv        = file("people.csv")
  groups            = ["engineering", "contractors"]
  policy_ids        = { staff = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045" }
  leavers_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
}
`

// What happens to a write.
const (
	refused      = "refused"
	answerLost   = "answer lost"
	killedBefore = "killed before"
	killedAfter  = "killed after"
)

// leaving is an organization with a leaver, and the writes that reach it.
type leaving struct {
	*cli.Workspace

	t    *testing.T
	org  *simulated.Organization
	kill func() error

	mu     sync.Mutex
	writes []string // that took effect, each as method and path
	access []access // after each of them
	seen   int
	at     int // the write that something happens to, counted from 1; 0 for none
	what   string
	dead   bool
}

// access is what the leaver has.
type access struct {
	Active bool
	Groups []string
	Policy bool
}

// more reports whether somebody has something that there was not before.
func (a access) more(before access) bool {
	return a.Active && !before.Active || a.Policy && !before.Policy ||
		slices.ContainsFunc(a.Groups, func(group string) bool { return !slices.Contains(before.Groups, group) })
}

func newLeaving(t *testing.T, start *simulator.Organization, what string) *leaving {
	t.Helper()
	options := []simulated.Option{simulated.WithLag(leaverLag)}
	if start != nil {
		options = append(options, simulated.WithStart(*start))
	}
	org, handler := simulated.Handler(t, options...)
	l := &leaving{t: t, org: org}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) { l.serve(handler, answer, request) }))
	t.Cleanup(server.Close)
	org.URL = server.URL
	l.Workspace = cli.New(t, org)
	if what == killedBefore || what == killedAfter {
		l.kill = l.Killable()
	} else {
		l.Keep()
	}
	copied(t, l.Workspace, peopleFromCSV, "people-from-csv")
	l.Write("main.tf", peopleMain)
	l.Write("people.csv", stayers+leaverRow)
	l.MustRun("get")
	return l
}

// isWrite tells writes from reads, some of which are sent by POST.
func isWrite(request *http.Request) bool {
	return request.Method != http.MethodGet &&
		!slices.ContainsFunc([]string{"/search", "/workspaces", "/bulk-fetch"}, func(end string) bool { return strings.HasSuffix(request.URL.Path, end) })
}

// serve does to the chosen write what is to happen, one write at a time. From a process that was killed nothing arrives any more.
func (l *leaving) serve(handler http.Handler, answer http.ResponseWriter, request *http.Request) {
	if !isWrite(request) {
		handler.ServeHTTP(answer, request)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		panic(http.ErrAbortHandler)
	}
	l.seen++
	what := ""
	if l.seen == l.at {
		what = l.what
	}
	switch what {
	case refused:
		http.Error(answer, `{"code":"ADMIN-403-1","message":"not now"}`, http.StatusForbidden)
		return
	case killedBefore:
		l.dies()
	}
	recorded := httptest.NewRecorder()
	handler.ServeHTTP(recorded, request)
	if recorded.Code < http.StatusBadRequest {
		l.writes = append(l.writes, request.Method+" "+request.URL.Path)
		l.access = append(l.access, l.now())
	}
	switch what {
	case answerLost:
		panic(http.ErrAbortHandler)
	case killedAfter:
		l.dies()
	}
	maps.Copy(answer.Header(), recorded.Header())
	answer.WriteHeader(recorded.Code)
	_, _ = answer.Write(recorded.Body.Bytes())
}

// dies kills the provider, and answers nothing.
func (l *leaving) dies() {
	assert.NoError(l.t, l.kill())
	l.dead = true
	panic(http.ErrAbortHandler)
}

// now is what the leaver has at this moment.
func (l *leaving) now() access {
	org := l.org.Simulator.Organization()
	id := l.org.Simulator.AccountID(leaver)
	var has access
	for _, user := range org.Users {
		if user.AccountID == id {
			has.Active = user.Status == "" || user.Status == "active"
		}
	}
	for _, group := range org.Groups {
		if slices.Contains(l.org.Simulator.Members(group.Name), id) {
			has.Groups = append(has.Groups, group.Name)
		}
	}
	has.Policy = !slices.Contains(l.org.Simulator.AuthenticationPolicyMembers(leaversPolicy), id)
	return has
}

// happens lets something happen to a write of the next command.
func (l *leaving) happens(at int, what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen, l.at, l.what, l.dead = 0, at, what, false
}

// hasLeft requires that nothing is left to do, and that everything was done once and in the safe order.
func (l *leaving) hasLeft(t *testing.T, start access, writes []string) {
	t.Helper()
	assert.Equal(t, access{Groups: start.groupsLeft()}, l.now(), "the leaver is suspended, and in no group and policy of the module")
	assert.ElementsMatch(t, writes, l.writes, "everything took effect once")
	before := start
	for i, after := range l.access {
		assert.False(t, after.more(before), "%s gives the leaver something: %+v after %+v", l.writes[i], after, before)
		assert.False(t, i > 0 && after.Active, "%s happens while the leaver is active", l.writes[i])
		before = after
	}
	assert.True(t, strings.HasSuffix(l.writes[0], l.org.Simulator.AccountID(leaver)+"/suspend"), "first of all the leaver is suspended")
	assert.True(t, strings.HasSuffix(l.writes[len(l.writes)-1], "/add-users"), "the policy comes last")
	plan := l.Run("plan", "-detailed-exitcode", "-no-color")
	assert.Equal(t, 0, plan.ExitCode, "the plan is empty: %s", plan.Output)
}

// groupsLeft are the groups that the module does not fill.
func (a access) groupsLeft() []string {
	return slices.DeleteFunc(slices.Clone(a.Groups), func(group string) bool { return group == "engineering" || group == "contractors" })
}

// Somebody who is taken out of the file is suspended, out of the groups, and in the policy for leavers, in one apply and this order. If
// any write of it fails, its answer is lost, or the provider is killed before or after it, the next apply does the rest: nothing is done
// twice, and at no moment does the leaver have more than before.
func TestALeaverInOneApplyWriteByWrite(t *testing.T) {
	t.Parallel()
	first := newLeaving(t, nil, "")
	first.MustRun("apply", "-auto-approve", "-no-color")
	state, err := os.ReadFile(filepath.Join(first.Dir, "terraform.tfstate"))
	require.NoError(t, err)
	organization := first.org.Simulator.Organization()
	start := first.now()
	require.True(t, start.Active && start.Policy)
	require.Contains(t, start.Groups, "contractors")

	first.happens(0, "")
	first.writes, first.access = nil, nil
	first.Write("people.csv", stayers)
	first.MustRun("apply", "-auto-approve", "-no-color")
	writes := slices.Clone(first.writes)
	require.Len(t, writes, 4, "%q", writes)
	first.hasLeft(t, start, writes)

	for at := 1; at <= len(writes); at++ {
		for _, what := range []string{refused, answerLost, killedBefore, killedAfter} {
			t.Run(what+" "+strconv.Itoa(at), func(t *testing.T) {
				t.Parallel()
				l := newLeaving(t, &organization, what)
				l.Write("terraform.tfstate", string(state))
				l.Write("people.csv", stayers)
				l.happens(at, what)
				attempt := l.Run("apply", "-auto-approve", "-no-color")
				if what != answerLost { // which the provider settles by itself
					assert.NotEqual(t, 0, attempt.ExitCode, "%s", attempt.Output)
				}
				assert.False(t, l.now().more(start))
				l.happens(0, "")
				l.MustRun("apply", "-auto-approve", "-no-color")
				l.hasLeft(t, start, writes)
			})
		}
	}
}

// A leaver who is removed is out of everything at once, and the lists have nothing left to do. If the removal fails, its answer is lost,
// or the provider is killed, the next apply does the rest.
func TestALeaverWhoIsRemoved(t *testing.T) {
	t.Parallel()
	first := newLeaving(t, nil, "")
	main := strings.Replace(peopleMain, "  groups ", "  on_leaving        = \"remove\"\n  groups ", 1)
	first.Write("main.tf", main)
	first.MustRun("apply", "-auto-approve", "-no-color")
	state, err := os.ReadFile(filepath.Join(first.Dir, "terraform.tfstate"))
	require.NoError(t, err)
	organization := first.org.Simulator.Organization()
	start := first.now()
	for _, what := range []string{"", refused, answerLost, killedBefore, killedAfter} {
		t.Run(cmp.Or(what, "nothing happens"), func(t *testing.T) {
			t.Parallel()
			l := newLeaving(t, &organization, what)
			l.Write("main.tf", main)
			l.Write("terraform.tfstate", string(state))
			l.Write("people.csv", stayers)
			l.happens(1, what)
			attempt := l.Run("apply", "-auto-approve", "-no-color")
			assert.Equal(t, what == "" || what == answerLost, attempt.ExitCode == 0, "%s", attempt.Output)
			l.happens(0, "")
			l.MustRun("apply", "-auto-approve", "-no-color")
			before, removals := start, 0
			for i, after := range l.access {
				assert.False(t, after.more(before), "%s gives the leaver something", l.writes[i])
				before = after
				if strings.HasSuffix(l.writes[i], "/users/"+l.org.Simulator.AccountID(leaver)) {
					removals++
				}
			}
			assert.True(t, strings.HasSuffix(l.writes[0], l.org.Simulator.AccountID(leaver)), "%q", l.writes)
			assert.Equal(t, 1, removals, "%q", l.writes)
			assert.Empty(t, l.now().Groups)
			assert.False(t, l.now().Policy)
			plan := l.Run("plan", "-detailed-exitcode", "-no-color")
			assert.Equal(t, 0, plan.ExitCode, "%s", plan.Output)
		})
	}
}

// Somebody whose row names another policy goes straight there, and not by way of the policy for leavers.
func TestAMoverGoesStraightToAnotherPolicy(t *testing.T) {
	t.Parallel()
	l := newLeaving(t, nil, "")
	l.Write("main.tf", strings.Replace(peopleMain, "policy_ids        = {", "policy_ids        = { strict = \"e5f7a926-3c81-4d0b-9f47-81b2d6c3e05a\",", 1))
	l.Write("people.csv", stayers+leaverRow+"emil.sorensen@acme.example,engineering,strict\n")
	l.MustRun("apply", "-auto-approve", "-no-color")
	l.happens(0, "")
	l.writes = nil
	l.Write("people.csv", stayers+strings.Replace(leaverRow, "staff", "strict", 1)+"emil.sorensen@acme.example,engineering,strict\n")
	l.MustRun("apply", "-auto-approve", "-no-color")
	require.Len(t, l.writes, 1, "%q", l.writes)
	assert.Contains(t, l.writes[0], "e5f7a926-3c81-4d0b-9f47-81b2d6c3e05a/add-users")
	assert.Contains(t, l.org.Simulator.AuthenticationPolicyMembers("Break glass"), l.org.Simulator.AccountID(leaver))
	plan := l.Run("plan", "-detailed-exitcode", "-no-color")
	assert.Equal(t, 0, plan.ExitCode, "%s", plan.Output)
}
