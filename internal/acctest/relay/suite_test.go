// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/relay"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// check is a type that finds something, in an organization where there is something to find.
type check struct {
	// of is the type, name which of its findings.
	of, name string
	// start is the organization before: all is well.
	start simulator.Organization
	// protected are the accounts that the provider protects.
	protected []string
	// prepare brings the type into a state in which all is well, and then lets happen what is to be found.
	prepare func(t *testing.T, w *world) look
	// all says that as much has to be found as without a mutation: one row of several that is left out is silence about it.
	all bool
}

// world is one check's organization, with a relay in front.
type world struct {
	org       *simulated.Organization
	relay     *relay.Relay
	protected []string
}

func (w *world) server(t *testing.T) *protocol.Server {
	t.Helper()
	return acctest.Relayed(t, w.org, w.relay, w.protected...)
}

// look refreshes and plans, or reads, as one walk of Terraform does.
type look func(server *protocol.Server) verdict

// verdict is what a look came to: an error, or what was found. Neither is silence.
type verdict struct {
	err   error
	gone  bool // the object is planned to be created anew
	found []string
}

func (v verdict) silent() bool { return v.err == nil && len(v.found) == 0 }

func (v verdict) String() string {
	if v.err != nil {
		return "an error: " + v.err.Error()
	}
	if len(v.found) == 0 {
		return "nothing was found"
	}
	return "found: " + strings.Join(v.found, "; ")
}

// refreshing is the look of a resource: a refresh, and a plan.
func refreshing(state *protocol.State, config map[string]any) look {
	return func(server *protocol.Server) verdict {
		read, diagnostics := server.ReadResource(state)
		if err := diagnostics.Err(); err != nil {
			return verdict{err: err}
		}
		if read == nil {
			plan := server.PlanCreate(state.TypeName, config)
			return verdict{err: plan.Diagnostics.Err(), gone: true, found: []string{"it is to be created anew"}}
		}
		plan := server.PlanUpdate(read, config)
		if err := plan.Diagnostics.Err(); err != nil || plan.Action == protocol.NoOp {
			return verdict{err: err}
		}
		return verdict{found: differences(read.Values, plan.Planned)}
	}
}

// differences are what a plan changes, as texts that do not depend on any order.
func differences(before, planned map[string]any) []string {
	found := []string{}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if !assert.ObjectsAreEqual(before[name], planned[name]) {
			found = append(found, fmt.Sprintf("%s: %s -> %s", name, text(before[name]), text(planned[name])))
		}
	}
	return found
}

func text(value any) string {
	list, ok := value.([]any)
	if !ok {
		written, err := json.Marshal(value)
		if err != nil {
			return fmt.Sprint(value)
		}
		return string(written)
	}
	elements := make([]string, len(list))
	for i, one := range list {
		elements[i] = text(one)
	}
	slices.Sort(elements)
	return "[" + strings.Join(elements, " ") + "]"
}

// outcome is what became of one mutation.
type outcome struct {
	relay.Mutation

	says verdict
	bad  string // why it must not be; empty where all is well
}

// tried counts the mutations of all checks.
var tried atomic.Int64

func TestNoCheckLooksAway(t *testing.T) {
	t.Parallel()
	answers := newAnswers()
	t.Cleanup(func() { t.Logf("%d mutations in %d checks", tried.Load(), len(checks())) })
	for _, one := range checks() {
		t.Run(one.of+" "+one.name, func(t *testing.T) {
			t.Parallel()
			outcomes := one.run(t, answers)
			tried.Add(int64(len(outcomes)))
			one.judge(t, outcomes)
		})
	}
}

// run tries all mutations.
func (c check) run(t *testing.T, answers *answers) []outcome {
	t.Helper()
	org, _ := simulated.Handler(t, simulated.WithStart(c.start), simulated.AsDocumented(), simulated.AllowViolations(), simulated.Unrecorded())
	w := &world{org: org, relay: relay.New(org.Simulator.Handler()), protected: c.protected}
	looks := c.prepare(t, w)
	server := w.server(t)
	again := func() (v verdict) {
		defer func() {
			if panicked := recover(); panicked != nil {
				v = verdict{err: fmt.Errorf("it panics: %v", panicked)}
			}
		}()
		server.Walk()
		return looks(server)
	}
	stop := w.relay.Record()
	truth := again()
	exchanges := stop()
	require.NoError(t, truth.err)
	require.NotEmpty(t, truth.found, "without a mutation, there is something to find")

	mutations := relay.Mutations(exchanges, answers.all(t), func(one relay.Exchange) []relay.Documented {
		fields, err := relay.Fields(one)
		require.NoError(t, err)
		return fields
	})
	outcomes := make([]outcome, 0, len(mutations))
	for _, m := range mutations {
		stop := w.relay.Mutate(m)
		says := again()
		if stop() == 0 {
			continue // nothing was asked that it is about
		}
		one := outcome{Mutation: m, says: says}
		switch {
		case says.silent(), c.all && says.err == nil && len(says.found) < len(truth.found):
			one.bad = "silent"
		case says.err != nil && strings.HasPrefix(says.err.Error(), "it panics"):
			one.bad = "panics"
		case m.Kind.Neutral() && !slices.Equal(says.found, truth.found):
			one.bad = "differs"
		}
		outcomes = append(outcomes, one)
	}
	return outcomes
}

// judge holds the outcomes against the table of what is known.
func (c check) judge(t *testing.T, outcomes []outcome) {
	t.Helper()
	known := newTables(c.of + " " + c.name)
	var gone int
	for _, one := range outcomes {
		if one.says.gone {
			gone++
		}
		if one.bad != "" && !known.has(one) {
			t.Errorf("%s: %s: %s", one.bad, one.Mutation, one.says)
		}
		report(t, c, one)
	}
	t.Logf("%d mutations; %d of them take the object for gone", len(outcomes), gone)
	for _, entry := range known.unused() {
		t.Errorf("%s: nothing fails any more: delete the entry", entry)
	}
}

// report writes what fails to the file that RELAY_REPORT names.
func report(t *testing.T, c check, one outcome) {
	t.Helper()
	name := os.Getenv("RELAY_REPORT")
	if name == "" || one.bad == "" {
		return
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = fmt.Fprintf(file, "%s %s\t%s\t%s\t%s\t%s\n", c.of, c.name, one.Key(), one.bad, one.Mutation, one.says)
	require.NoError(t, err)
	require.NoError(t, file.Close())
}
