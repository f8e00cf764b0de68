// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// faultForm is a fault in JSON, with durations as texts.
type faultForm struct {
	Operation     string              `json:"operation,omitempty"`
	Status        int                 `json:"status,omitempty"`
	Reset         wire.ResetPrecision `json:"reset,omitempty"`
	ResetIn       duration            `json:"reset_in,omitzero"`
	RetryAfter    duration            `json:"retry_after,omitzero"`
	Drop          bool                `json:"drop,omitempty"`
	LoseAnswer    bool                `json:"lose_answer,omitempty"`
	GraphQLErrors string              `json:"graphql_errors,omitempty"`
	HTML          bool                `json:"html,omitempty"`
	Empty         bool                `json:"empty,omitempty"`
	Partial       bool                `json:"partial,omitempty"`
	Delay         duration            `json:"delay,omitzero"`
	Skip          int                 `json:"skip,omitempty"`
	Count         int                 `json:"count,omitempty"`
}

type duration time.Duration

// MarshalText writes the duration as Go does.
func (d duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads a duration such as "1.5s".
func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = duration(parsed)

	return err
}

// recordControls are the part of the control surface about requests, violations
// and faults.
func (c *surface) recordControls() []control {
	return []control{
		{"GET", Prefix + "requests", report(func() any { return c.server.Requests() })},
		{"DELETE", Prefix + "requests", act(func(*http.Request) error { c.server.ResetRequests(); return nil })},
		{"GET", Prefix + "violations", report(func() any { return c.server.Violations() })},
		{"DELETE", Prefix + "violations", act(func(*http.Request) error { c.server.ResetViolations(); return nil })},
		{"GET", Prefix + "faults", report(func() any { return describeFaults(c.server.Faults()) })},
		{"POST", Prefix + "faults", act(c.inject)},
		{"DELETE", Prefix + "faults", act(func(*http.Request) error { c.server.ClearFaults(); return nil })},
		{"GET", Prefix + "withdrawn-operations", report(func() any { return c.server.Withdrawn() })},
		{"PUT", Prefix + "withdrawn-operations", act(func(r *http.Request) error {
			wanted, err := read[struct {
				Operation string          `json:"operation"`
				As        wire.Withdrawal `json:"as"`
			}](r)
			if err != nil {
				return err
			}

			return c.server.Withdraw(wanted.Operation, wanted.As)
		})},
		{"DELETE", Prefix + "withdrawn-operations", act(func(*http.Request) error { c.server.Reinstate(""); return nil })},
	}
}

func (c *surface) inject(r *http.Request) error {
	wanted, err := read[faultForm](r)
	if err != nil {
		return err
	}

	return c.server.AddFault(wire.Fault{
		Operation: wanted.Operation, Status: wanted.Status, Reset: wanted.Reset, ResetIn: time.Duration(wanted.ResetIn),
		RetryAfter: time.Duration(wanted.RetryAfter), Drop: wanted.Drop, LoseAnswer: wanted.LoseAnswer,
		GraphQLErrors: wanted.GraphQLErrors, HTML: wanted.HTML, Empty: wanted.Empty, Partial: wanted.Partial, Delay: time.Duration(wanted.Delay), Skip: wanted.Skip, Count: wanted.Count,
	})
}

func describeFaults(faults []wire.Fault) []faultForm {
	described := make([]faultForm, 0, len(faults))

	for _, fault := range faults {
		described = append(described, faultForm{
			Operation: fault.Operation, Status: fault.Status, Reset: fault.Reset, ResetIn: duration(fault.ResetIn),
			RetryAfter: duration(fault.RetryAfter), Drop: fault.Drop, LoseAnswer: fault.LoseAnswer,
			GraphQLErrors: fault.GraphQLErrors, HTML: fault.HTML, Empty: fault.Empty, Partial: fault.Partial, Delay: duration(fault.Delay), Skip: fault.Skip, Count: fault.Count,
		})
	}

	return described
}
