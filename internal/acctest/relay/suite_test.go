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
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// check is a type that finds something, in an organization where there is something to find.
type check struct {
	// kind is resource, data or function, of is the type, and finds says which of its findings it is about.
	kind, of, finds string
	// start is the organization before: all is well.
	start simulator.Organization
	// protected is an account that the provider protects; it may be empty.
	protected string
	// prepare brings the type into a state in which all is well, and then lets happen what is to be found.
	prepare func(t *testing.T, w *world) look
	// whole says that `make test` tries all mutations, too.
	whole bool
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
	err      error
	panicked bool
	warned   bool
	found    []string
	state    string // everything that came out, to tell whether anything came out otherwise
}

func (v verdict) String() string {
	if v.err != nil {
		return "an error: " + v.err.Error()
	}
	if len(v.found) == 0 {
		return "nothing was found"
	}
	return "found: " + strings.Join(v.found, "; ")
}

// refreshing is the look of a resource: a refresh, and a plan. A refresh that comes to the same as one for which a plan has found
// something is not planned again: nearly all of them do, and planning is most of the time. One without a finding always is.
func refreshing(state *protocol.State, config map[string]any) look {
	planned := make(map[string]verdict)
	return func(server *protocol.Server) verdict {
		read, diagnostics := server.ReadResource(state)
		if err := diagnostics.Err(); err != nil {
			return verdict{err: err}
		}
		if read == nil {
			return verdict{found: []string{"it is to be created anew"}, state: "gone"}
		}
		state := text(read.Values) + string(read.Private)
		if v, known := planned[state]; known {
			return v
		}
		plan := server.PlanUpdate(read, config)
		if err := plan.Diagnostics.Err(); err != nil || plan.Action == protocol.NoOp {
			return verdict{err: err}
		}
		planned[state] = verdict{found: differences(read.Values, plan.Planned), state: state}
		return planned[state]
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

func TestNoCheckLooksAway(t *testing.T) {
	t.Parallel()
	all := checks()
	ready := make([]*prepared, len(all))
	var answers []relay.Exchange   // one of each operation that any check reads, to take the place of others
	named := make(map[string]bool) // fields that documents and schema have of these answers
	for i, one := range all {
		ready[i] = one.ready(t)
		for _, exchange := range ready[i].exchanges {
			for _, one := range documented(t)(exchange) {
				named[exchange.Operation+" "+one.String()] = true
			}
			at := slices.IndexFunc(answers, func(e relay.Exchange) bool { return e.Operation == exchange.Operation })
			switch {
			case at < 0:
				answers = append(answers, exchange)
			case isEmptyPage(answers[at]): // it would look like an empty page of any other list, which is a mutation of its own
				answers[at] = exchange
			}
		}
	}
	var tried atomic.Int64
	table := newTables()
	t.Cleanup(func() {
		table.judge(t, len(all))
		t.Logf("%d mutations of the answers of %d operations, for which %d fields are documented, in %d checks", tried.Load(), len(answers), len(named), len(all))
	})
	for _, one := range ready {
		t.Run(one.name(), func(t *testing.T) {
			t.Parallel()
			outcomes, unread := one.try(t, answers)
			tried.Add(int64(len(outcomes)))
			one.judge(t, outcomes, table)
			table.finished()
			t.Logf("%d mutations; %d fields that nobody reads", len(outcomes), unread)
		})
	}
}

// isEmptyPage reports whether an answer is a list without elements.
func isEmptyPage(exchange relay.Exchange) bool {
	body, _ := exchange.Body.(map[string]any)
	data, list := body["data"].([]any)
	return list && len(data) == 0
}

// prepared is a check whose organization has something to find.
type prepared struct {
	check

	*world

	look look
	// truth is what is found without a mutation, by these exchanges.
	truth     verdict
	exchanges []relay.Exchange
}

func (c check) name() string { return c.of + " " + c.finds }

func (c check) ready(t *testing.T) *prepared {
	t.Helper()
	org, _ := simulated.Handler(t, simulated.WithStart(c.start), simulated.AsDocumented(), simulated.AllowViolations(), simulated.Unrecorded())
	p := &prepared{check: c, world: &world{org: org, relay: relay.New(org.Simulator.Handler())}}
	if c.protected != "" {
		p.world.protected = []string{c.protected}
	}
	p.look = c.prepare(t, p.world)
	stop := p.relay.Record()
	p.truth = p.look(p.server(t))
	p.exchanges = stop()
	require.NoError(t, p.truth.err, c.name())
	require.NotEmpty(t, p.truth.found, "%s: without a mutation, there is something to find", c.name())
	return p
}

// try tries all mutations, those first that tell which fields nobody reads: what else can happen to these is not tried.
func (p *prepared) try(t *testing.T, answers []relay.Exchange) (outcomes []outcome, unread int) {
	t.Helper()
	server := p.server(t)
	attempt := func(m relay.Mutation) (says verdict, tried bool) {
		stop := p.relay.Mutate(m)
		says = p.again(server)
		if tried = stop() > 0; tried { // otherwise, nothing was asked that it is about
			outcomes = append(outcomes, outcome{Mutation: m, says: says, bad: p.wrong(m, says)})
		}
		return says, tried
	}
	all := relay.Mutations(p.exchanges, answers, documented(t))
	var inert []relay.Mutation
	within := func(m relay.Mutation) bool { return slices.ContainsFunc(inert, m.Within) }
	left := func(i int) bool { return i%thorough.Part(1, part) != 0 && !p.whole }
	for _, probes := range probesByPlace(all) {
		matters := false
		for _, probe := range probes {
			if within(probe.Mutation) || left(probe.at) {
				matters = true
				continue
			}
			says, tried := attempt(probe.Mutation)
			matters = matters || !tried || says.err != nil || says.state != p.truth.state
		}
		if !matters {
			inert = append(inert, probes[0].Mutation)
		}
	}
	for i, m := range all {
		if !m.Probes() && !within(m) && !left(i) {
			attempt(m)
		}
	}
	return outcomes, len(inert)
}

// probe is a mutation by which a field shows that nobody reads it, and the how manieth of these it is.
type probe struct {
	relay.Mutation

	at int
}

// probesByPlace are the probes of each place, in the order in which the places come. All probes of a place belong together, although
// several answers may contribute some: an empty list of one answer has no elements to lose, so what it contributes says nothing about
// the elements in another answer.
func probesByPlace(all []relay.Mutation) [][]probe {
	var places [][]probe
	index := make(map[string]int)
	at := 0
	for _, m := range all {
		if !m.Probes() {
			continue
		}
		key := m.Operation + " " + m.Place()
		i, known := index[key]
		if !known {
			i, index[key] = len(places), len(places)
			places = append(places, nil)
		}
		places[i] = append(places[i], probe{m, at})
		at++
	}
	return places
}

// part is of how many mutations `make test` tries one.
const part = 96

func documented(t *testing.T) func(relay.Exchange) []relay.Documented {
	t.Helper()
	return func(one relay.Exchange) []relay.Documented {
		fields, err := relay.Fields(one)
		require.NoError(t, err)
		return fields
	}
}

// again looks in a walk of its own.
func (p *prepared) again(server *protocol.Server) (v verdict) {
	defer func() {
		if panicked := recover(); panicked != nil {
			v = verdict{panicked: true, err: fmt.Errorf("it panics: %v", panicked)}
		}
	}()
	server.Walk()
	return p.look(server)
}

// wrong says why a verdict must not be; it is empty where it may.
func (p *prepared) wrong(m relay.Mutation, says verdict) string {
	switch {
	case says.panicked:
		return "panics"
	case says.err != nil && m.Kind.Neutral():
		return "refused"
	case says.err != nil:
		return ""
	case len(says.found) == 0 && !says.warned, p.all && len(says.found) < len(p.truth.found) && !says.warned:
		return "silent"
	case m.Kind.Neutral() && !slices.Equal(says.found, p.truth.found):
		return "differs"
	}
	return ""
}

// judge compares the outcomes with the table of what is known.
func (p *prepared) judge(t *testing.T, outcomes []outcome, table *tables) {
	t.Helper()
	for _, one := range outcomes {
		if one.bad != "" && !table.excuses(p.name(), one.Mutation) {
			t.Errorf("%s: %s: %s", one.bad, one.Mutation, one.says)
		}
		report(t, p.name(), one)
	}
}

// report writes what fails to the file that RELAY_REPORT names.
func report(t *testing.T, check string, one outcome) {
	t.Helper()
	name := os.Getenv("RELAY_REPORT")
	if name == "" || one.bad == "" {
		return
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = fmt.Fprintf(file, "%s\t%s\t%s\t%s\t%s\n", check, one.Key(), one.bad, one.Mutation, one.says)
	require.NoError(t, err)
	require.NoError(t, file.Close())
}
