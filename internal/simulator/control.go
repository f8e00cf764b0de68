// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"
)

const controlPrefix = "/_simulator/"

// control is one operation of the control surface.
type control struct {
	method string
	path   string
	serve  http.HandlerFunc
}

// controls lists the control surface; the package comment describes it.
func (s *Simulator) controls() []control {
	return slices.Concat(s.policyControls(), s.appControls(), []control{
		{"GET", controlPrefix + "requests", report(func() any { return s.Requests() })},
		{"DELETE", controlPrefix + "requests", act(func(*http.Request) error { s.ResetRequests(); return nil })},
		{"GET", controlPrefix + "violations", report(func() any { return s.Violations() })},
		{"DELETE", controlPrefix + "violations", act(func(*http.Request) error { s.ResetViolations(); return nil })},
		{"GET", controlPrefix + "faults", report(func() any { return describeFaults(s.Faults()) })},
		{"POST", controlPrefix + "faults", act(s.controlInject)},
		{"DELETE", controlPrefix + "faults", act(func(*http.Request) error { s.ClearFaults(); return nil })},
		{"GET", controlPrefix + "organization", report(func() any { return s.Organization() })},
		{"POST", controlPrefix + "seats", act(s.controlSeats)},
		{"PUT", controlPrefix + "domains/{name}", act(s.controlDomain)},
		{"DELETE", controlPrefix + "domains/{name}", act(func(r *http.Request) error { return s.RemoveDomain(r.PathValue("name")) })},
		{"POST", controlPrefix + "users", create(func(user User) (any, error) {
			id, err := s.AddUser(user)

			return map[string]string{"account_id": id}, err
		})},
		{"PATCH", controlPrefix + "users/{user}", act(s.controlUser)},
		{"DELETE", controlPrefix + "users/{user}", act(func(r *http.Request) error { return s.RemoveUser(r.PathValue("user")) })},
		{"POST", controlPrefix + "groups", create(func(group Group) (any, error) {
			id, err := s.CreateGroup(group)

			return map[string]string{"id": id}, err
		})},
		{"PATCH", controlPrefix + "groups/{group}", act(s.controlGroup)},
		{"DELETE", controlPrefix + "groups/{group}", act(func(r *http.Request) error { return s.DeleteGroup(r.PathValue("group")) })},
		{"PUT", controlPrefix + "groups/{group}/members/{user}", act(func(r *http.Request) error {
			return s.AddMember(r.PathValue("group"), r.PathValue("user"))
		})},
		{"DELETE", controlPrefix + "groups/{group}/members/{user}", act(func(r *http.Request) error {
			return s.RemoveMember(r.PathValue("group"), r.PathValue("user"))
		})},
		{"PUT", controlPrefix + "groups/{group}/roles", controlRole(s.AssignRole)},
		{"DELETE", controlPrefix + "groups/{group}/roles", controlRole(s.RevokeRole)},
	})
}

// report answers with a value.
func report(value func() any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, value()) }
}

// act does something, and answers 204.
func act(do func(*http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := do(r); err != nil {
			writeControlError(w, controlStatus(err), err.Error())

			return
		}

		w.WriteHeader(http.StatusNoContent)
	}
}

// create makes something of the body, and answers 201 with what it became.
func create[T any](do func(T) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		wanted, err := readControl[T](r)
		if err != nil {
			writeControlError(w, controlStatus(err), err.Error())

			return
		}

		made, err := do(wanted)
		if err != nil {
			writeControlError(w, controlStatus(err), err.Error())

			return
		}

		writeJSON(w, http.StatusCreated, made)
	}
}

func controlStatus(err error) int {
	if errors.Is(err, ErrNotFound) {
		return http.StatusNotFound
	}

	return http.StatusBadRequest
}

func writeControlError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"error": message})
}

// readControl reads the body of a control request. It insists on JSON, so that
// no web page that happens to be open can send one.
func readControl[T any](r *http.Request) (T, error) {
	var body T

	if !isJSON(r.Header.Get("Content-Type")) {
		return body, errors.New("the body must be JSON, with Content-Type: application/json")
	}

	decoder := json.NewDecoder(io.LimitReader(r.Body, maxBody))
	decoder.DisallowUnknownFields()

	if err := decoder.Decode(&body); err != nil {
		return body, errors.New("cannot read the body: " + err.Error())
	}

	return body, nil
}

func (s *Simulator) controlSeats(r *http.Request) error {
	limits, err := readControl[map[string]*int](r)
	if err != nil {
		return err
	}

	s.mu.Lock()
	defer s.mu.Unlock()

	for resource, limit := range limits {
		if err := s.state.setSeats(resource, limit); err != nil {
			return err
		}
	}

	return nil
}

// controlDomain lists a domain, or changes the claim of a listed one.
func (s *Simulator) controlDomain(r *http.Request) error {
	wanted, err := readControl[struct {
		ClaimType   string `json:"claim_type"`
		ClaimStatus string `json:"claim_status"`
	}](r)
	if err != nil {
		return err
	}

	now, leave := s.enter()
	defer leave()

	listed, ok := s.state.domain(r.PathValue("name"))
	if !ok {
		return s.state.listDomain(now, Domain{Name: r.PathValue("name"), ClaimType: wanted.ClaimType, ClaimStatus: wanted.ClaimStatus})
	}

	claimType, status := cmp.Or(wanted.ClaimType, listed.claimType), cmp.Or(wanted.ClaimStatus, listed.status)

	if err := errors.Join(oneOf("claim_type", claimType, "dns", "http"), oneOf("claim_status", status, claimStatuses...)); err != nil {
		return err
	}

	s.state.changeClaim(now, listed, claimType, status)

	return nil
}

func (s *Simulator) controlUser(r *http.Request) error {
	change, err := readControl[UserChange](r)
	if err != nil {
		return err
	}

	return s.ChangeUser(r.PathValue("user"), change)
}

func controlRole(do func(group, resourceID, role string) error) http.HandlerFunc {
	return act(func(r *http.Request) error {
		wanted, err := readControl[Role](r)
		if err != nil {
			return err
		}

		return do(r.PathValue("group"), wanted.Resource, wanted.Role)
	})
}

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

func (s *Simulator) controlInject(r *http.Request) error {
	wanted, err := readControl[wireFault](r)
	if err != nil {
		return err
	}

	return s.inject(Fault{
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
