// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// realCases is how many cases go through the real Terraform, by their seeds from 1.
const realCases = 6

// In-process cases draw the end of a process, and this one really kills it: the provider, or Terraform and the provider.
func TestChaosOfTheRealTerraform(t *testing.T) {
	t.Parallel()
	for seed := range uint64(realCases) {
		t.Run(strconv.FormatUint(seed+1, 10), func(t *testing.T) {
			t.Parallel()
			cli.SkipIfShort(t)
			newReal(t, seed+1).run()
		})
	}
}

// realRun is a case that the real Terraform plays.
type realRun struct {
	*chaos
	*cli.Workspace

	kill func() error
	// now is the process that sends requests.
	now atomic.Pointer[process]
}

func newReal(t *testing.T, seed uint64) *realRun {
	t.Helper()
	r := &realRun{chaos: newCase(t, seed, &tally{}, options{atOnce: true})}
	server := httptest.NewServer(http.HandlerFunc(r.answers))
	t.Cleanup(server.Close)
	r.org.URL = server.URL
	r.Workspace = cli.New(t, r.org)
	r.kill = r.Killable()
	return r
}

// answers carries a request out as the process of the running command sees it.
func (r *realRun) answers(w http.ResponseWriter, request *http.Request) {
	request.URL.Scheme, request.URL.Host = "http", request.Host
	answer, err := r.now.Load().serve(request)
	if err != nil {
		panic(http.ErrAbortHandler) // closes the connection
	}
	defer func() { _ = answer.Body.Close() }() // of memory
	maps.Copy(w.Header(), answer.Header)
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body) // the client may be gone
}

// command runs Terraform with a process of its own.
func (r *realRun) command(args ...string) cli.Result {
	r.t.Helper()
	alive, dies := context.WithCancel(r.t.Context())
	defer dies()
	running, stop := context.WithCancel(r.t.Context())
	defer stop()
	r.now.Store(&process{r.watch, alive})
	r.mu.Lock()
	r.killed = func() {
		if r.trouble.stopped {
			stop()
		}
		if err := r.kill(); err != nil {
			r.failed("%v", err)
		}
		dies()
	}
	r.mu.Unlock()
	result := r.RunUntil(running, args...)
	r.note("terraform %v: exit code %d\n%s", args, result.ExitCode, result.Output)
	return result
}

func (r *realRun) run() {
	next := r.draft.next(nil)
	for r.begin(nil, next); r.unmet(next) < 3; r.begin(nil, next) { // as many writes as it takes to be killed at one
		next = r.draft.next(nil)
	}
	r.note("configuration:\n%s", next)
	r.write(next, nil)
	suffered := trouble{killAt: 1 + r.draft.random.IntN(2), happens: r.draft.chance(50), stopped: r.draft.chance(50)}
	r.note("trouble: %s", &suffered)
	r.suffer(suffered, nil)
	r.command("apply", "-auto-approve", "-no-color")
	r.suffer(trouble{}, nil)
	r.look("after the trouble")
	r.converges(next)
	r.compareWith(nil, next)
	if r.kills == 0 {
		r.failed("nothing was killed")
	}
	r.report()
}

// unmet counts what the organization does not have yet.
func (r *realRun) unmet(next configuration) int {
	count := 0
	for i := range next {
		if len(next[i].wants) > 0 && !r.met(&next[i]) {
			count++
		}
	}
	return count
}

// converges applies until the plan is empty, and follows the advice of errors.
func (r *realRun) converges(next configuration) {
	r.t.Helper()
	imports := map[string]string{}
	for range maxAdvice {
		plan := r.command("plan", "-detailed-exitcode", "-no-color", "-out=plan")
		const empty, changes = 0, 2
		switch {
		case r.advised(next, plan.Output, imports):
			r.write(next, imports)
			continue
		case plan.ExitCode == empty:
			return
		case plan.ExitCode != changes:
			r.failed("a plan without trouble")
			return
		}
		if apply := r.command("apply", "-no-color", "plan"); apply.ExitCode != 0 && !r.advised(next, apply.Output, imports) {
			r.failed("an apply without trouble")
			return
		}
		r.write(next, imports)
	}
	r.failed("the plan is not empty at last")
}

var frame = regexp.MustCompile(`(?m)^│ ?`)

// advised gathers the import blocks that an output shows, and reports whether there are new ones.
func (r *realRun) advised(next configuration, output string, imports map[string]string) bool {
	r.t.Helper()
	found := false
	for _, block := range importBlock.FindAllStringSubmatch(frame.ReplaceAllString(output, ""), -1) {
		r.server.Walk()
		state, diagnostics := r.server.ImportByID(block[1], block[2])
		if diagnostics.Err() != nil {
			continue
		}
		for i := range next {
			if one := &next[i]; one.Type == block[1] && imports[one.Address] == "" && r.matches(one, state) {
				imports[one.Address], found = block[2], true
			}
		}
	}
	return found
}

// write writes a configuration, as JSON.
func (r *realRun) write(next configuration, imports map[string]string) {
	r.t.Helper()
	resources := make(map[string]map[string]any)
	for _, one := range next {
		if resources[one.Type] == nil {
			resources[one.Type] = make(map[string]any)
		}
		values := maps.Clone(one.Values)
		values["lifecycle"] = map[string]any{"create_before_destroy": one.CreateBeforeDestroy}
		_, name, _ := strings.Cut(one.Address, ".")
		resources[one.Type][name] = values
	}
	block := map[string]any{"protected_account_ids": []string{simulated.AccountID(theProtected)}}
	if r.draft.renames {
		block["experimental"] = []string{organization.GroupUpdate}
	}
	written := map[string]any{"resource": resources, "provider": map[string]any{"atlassian": block}}
	var blocks []any
	for _, address := range sorted(imports) {
		blocks = append(blocks, map[string]any{"to": address, "id": imports[address]})
	}
	if len(blocks) > 0 {
		written["import"] = blocks
	}
	text, err := json.MarshalIndent(written, "", "  ")
	require.NoError(r.t, err)
	r.Write("main.tf.json", string(text))
}
