// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"time"
)

// wireFault is a Fault in JSON, with durations as texts.
type wireFault struct {
	Operation     string         `json:"operation,omitempty"`
	Status        int            `json:"status,omitempty"`
	Reset         ResetPrecision `json:"reset,omitempty"`
	ResetIn       wireDuration   `json:"reset_in,omitzero"`
	RetryAfter    wireDuration   `json:"retry_after,omitzero"`
	Drop          bool           `json:"drop,omitempty"`
	LoseAnswer    bool           `json:"lose_answer,omitempty"`
	GraphQLErrors string         `json:"graphql_errors,omitempty"`
	HTML          bool           `json:"html,omitempty"`
	Empty         bool           `json:"empty,omitempty"`
	Partial       bool           `json:"partial,omitempty"`
	Delay         wireDuration   `json:"delay,omitzero"`
	Skip          int            `json:"skip,omitempty"`
	Count         int            `json:"count,omitempty"`
}

type wireDuration time.Duration

// MarshalText writes the duration as Go does.
func (d wireDuration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads a duration such as "1.5s".
func (d *wireDuration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = wireDuration(parsed)

	return err
}

func (c *console) controlInject(r *http.Request) error {
	wanted, err := readControl[wireFault](r)
	if err != nil {
		return err
	}

	return c.server.inject(Fault{
		Operation: wanted.Operation, Status: wanted.Status, Reset: wanted.Reset, ResetIn: time.Duration(wanted.ResetIn),
		RetryAfter: time.Duration(wanted.RetryAfter), Drop: wanted.Drop, LoseAnswer: wanted.LoseAnswer,
		GraphQLErrors: wanted.GraphQLErrors, HTML: wanted.HTML, Empty: wanted.Empty, Partial: wanted.Partial, Delay: time.Duration(wanted.Delay), Skip: wanted.Skip, Count: wanted.Count,
	})
}

func describeFaults(faults []Fault) []wireFault {
	described := make([]wireFault, 0, len(faults))

	for _, fault := range faults {
		described = append(described, wireFault{
			Operation: fault.Operation, Status: fault.Status, Reset: fault.Reset, ResetIn: wireDuration(fault.ResetIn),
			RetryAfter: wireDuration(fault.RetryAfter), Drop: fault.Drop, LoseAnswer: fault.LoseAnswer,
			GraphQLErrors: fault.GraphQLErrors, HTML: fault.HTML, Empty: fault.Empty, Partial: fault.Partial, Delay: wireDuration(fault.Delay), Skip: fault.Skip, Count: fault.Count,
		})
	}

	return described
}
