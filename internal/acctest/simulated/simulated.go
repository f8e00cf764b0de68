// SPDX-License-Identifier: MPL-2.0

// Package simulated starts a simulated organization for one test.
//
// The organization answers on a loopback address, behind the contract checks. A
// test that breaks a rule of the API fails when it ends, unless it says that it
// wants to; so does a test in which the simulator broke one.
package simulated

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/secrets"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Organization is a simulated organization that runs until its test ends.
type Organization struct {
	// URL is what a client takes for https://api.atlassian.com.
	URL string
	// Transport carries requests to an organization without a network: see Virtual. Nil is the network.
	Transport http.RoundTripper
	// Simulator changes what only a person can change, counts and injects faults.
	Simulator *simulator.Simulator
	// Credentials let a client in.
	Credentials simulator.Credentials
}

// Option changes what is started.
type Option func(*settings)

type settings struct {
	simulator.Options

	allowViolations bool
	quiet           bool
	mayValidate     bool
	contract        []contract.Option
}

// WithStart starts from another state than the small company.
func WithStart(organization simulator.Organization) Option {
	return func(s *settings) { s.Organization = organization }
}

// WithLag lets searches run that far behind the truth.
func WithLag(lag time.Duration) Option { return func(s *settings) { s.Lag = lag } }

// WithEventLag lets the audit log show events that much later than they happened.
func WithEventLag(lag time.Duration) Option { return func(s *settings) { s.EventLag = lag } }

// WithLatency makes every answer take that long.
func WithLatency(latency time.Duration) Option { return func(s *settings) { s.Latency = latency } }

// WithRateLimit accepts that many requests per minute.
func WithRateLimit(perMinute int) Option { return func(s *settings) { s.RateLimit = perMinute } }

// WithResetInSeconds makes X-RateLimit-Reset a date with seconds, which all documents allow.
func WithResetInSeconds() Option {
	return func(s *settings) { s.RateLimitReset = simulator.ResetSecond }
}

// WithClock replaces the clock, so that lag and rate limits pass without waiting.
func WithClock(now func() time.Time) Option { return func(s *settings) { s.Now = now } }

// WithLiveForms lets answers have the nulls and additional fields that live
// answers were seen to have, against the documents.
func WithLiveForms() Option { return func(s *settings) { s.LiveForms = true } }

// AsDocumented lets answers have what the documents say, and nothing else.
func AsDocumented() Option { return func(s *settings) { s.LiveForms = false } }

// AllowViolations is for tests that break the rules on purpose.
func AllowViolations() Option {
	return func(s *settings) {
		s.allowViolations = true
		s.contract = append(s.contract, contract.WithVerdict(func([]string) {}))
	}
}

// Quietly is for tests with thousands of organizations: it is not logged which forms their answers have.
func Quietly() Option { return func(s *settings) { s.quiet = true } }

// MayValidate is for tests that call GET …/validate by hand. The provider never does.
func MayValidate() Option { return func(s *settings) { s.mayValidate = true } }

// Unrecorded is for tests that send requests by hand, and not through the client:
// what they use isn't counted among the operations that the client uses.
func Unrecorded() Option {
	return func(s *settings) { s.contract = append(s.contract, contract.Unrecorded()) }
}

// Start starts an organization, the small company unless an option says otherwise.
// Half of all tests, by their names, get answers in their live forms, so that
// whatever a test asserts holds for both.
func Start(t testing.TB, options ...Option) *Organization {
	t.Helper()
	organization, handler := Handler(t, options...)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	organization.URL = server.URL
	note(organization.Credentials) // for good: a workspace that was opened before looks for them after the organization is gone
	return organization
}

// Handler is an organization that listens nowhere: it answers only to who asks the handler. Its URL is its own, because clients of one URL
// and key keep to the same limit: a pause that one organization asks for is not for the clients of another, whose time may be a virtual one.
func Handler(t testing.TB, options ...Option) (*Organization, http.Handler) {
	t.Helper()
	s := settings{Options: simulator.Options{Organization: simulator.SmallCompany(), LiveForms: drawsLiveForms(t.Name())}}
	for _, option := range options {
		option(&s)
	}
	if s.LiveForms && !s.quiet {
		t.Log("the simulated organization answers in live forms")
	}
	simulated, err := simulator.New(s.Options)
	if err != nil {
		t.Fatalf("start the simulated organization: %s", err)
	}

	// Cleanups run in reverse: first the server is closed, then both verdicts fall.
	handler := contract.Watch(t, simulated.Handler(), s.contract...)
	t.Cleanup(func() {
		t.Helper()
		// GET …/validate looks like a read, and starts something: no plan, read or apply may call it. The simulator
		// serves one of two, and the other one is a violation, also where violations are allowed.
		for _, asked := range slices.Concat(simulated.Asked(), simulated.Violations()) {
			operation, _, _ := strings.Cut(asked, ": ")
			if strings.HasSuffix(operation, "/validate") && !s.mayValidate {
				t.Errorf("%s was called, which looks like a read and starts a validation", operation)
			}
		}
		if s.allowViolations {
			return
		}
		for _, violation := range slices.Compact(slices.Sorted(slices.Values(simulated.Violations()))) {
			t.Errorf("simulated organization: %s", violation)
		}
	})
	credentials := simulated.Credentials()
	t.Cleanup(note(credentials)) // a test binary has thousands of organizations, one after the other
	return &Organization{URL: ownURL(), Simulator: simulated, Credentials: credentials}, handler
}

// note remembers what no test may show.
func note(credentials simulator.Credentials) (forget func()) {
	key, token := secrets.Note("the API key", credentials.APIKey), secrets.NotePair(credentials.UserEmail, credentials.UserAPIToken)
	return func() {
		key()
		token()
	}
}

// handlers counts the organizations that listen nowhere.
var handlers atomic.Uint32

// ownURL is a URL on a loopback address that no other organization of the process has.
func ownURL() string {
	n := handlers.Add(1)
	return fmt.Sprintf("http://127.%d.%d.%d", n>>16&0xff, n>>8&0xff, n&0xff)
}

// drawsLiveForms is always the same for a name.
func drawsLiveForms(name string) bool {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(name)) // it never fails
	return hash.Sum32()%2 == 1
}

// Requests counts the requests since the last ResetRequests of the simulator.
func (o *Organization) Requests() int {
	total := 0
	for _, count := range o.Simulator.Requests() {
		total += count
	}
	return total
}
