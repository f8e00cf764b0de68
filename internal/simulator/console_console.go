// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
)

const controlPrefix = "/_simulator/"

// console is the control surface below /_simulator/.
type console struct {
	world  *World
	server *server
}

// newConsole makes the control surface of a world and the server in front of it.
func newConsole(w *World, s *server) http.Handler {
	var routes router

	for _, o := range (&console{world: w, server: s}).controls() {
		routes = append(routes, newRoute(o.method, o.path, o.serve))
	}

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if serve := routes.find(r); serve != nil {
			serve(w, r)

			return
		}

		writeControlError(w, http.StatusNotFound, "the control surface has no "+r.Method+" "+r.URL.Path)
	})
}

// control is one operation of the control surface.
type control struct {
	method string
	path   string
	serve  http.HandlerFunc
}

// controls lists the control surface; the package comment describes it.
func (c *console) controls() []control {
	return slices.Concat(c.policyControls(), c.appControls(), []control{
		{"GET", controlPrefix + "requests", report(func() any { return c.server.Requests() })},
		{"DELETE", controlPrefix + "requests", act(func(*http.Request) error { c.server.ResetRequests(); return nil })},
		{"GET", controlPrefix + "violations", report(func() any { return c.server.Violations() })},
		{"DELETE", controlPrefix + "violations", act(func(*http.Request) error { c.server.ResetViolations(); return nil })},
		{"GET", controlPrefix + "faults", report(func() any { return describeFaults(c.server.Faults()) })},
		{"POST", controlPrefix + "faults", act(c.controlInject)},
		{"DELETE", controlPrefix + "faults", act(func(*http.Request) error { c.server.ClearFaults(); return nil })},
		{"GET", controlPrefix + "organization", report(func() any { return c.world.Organization() })},
		{"POST", controlPrefix + "seats", act(c.controlSeats)},
		{"PUT", controlPrefix + "domains/{name}", act(c.controlDomain)},
		{"DELETE", controlPrefix + "domains/{name}", act(func(r *http.Request) error { return c.world.RemoveDomain(r.PathValue("name")) })},
		{"POST", controlPrefix + "users", create(func(user User) (any, error) {
			id, err := c.world.AddUser(user)

			return map[string]string{"account_id": id}, err
		})},
		{"PATCH", controlPrefix + "users/{user}", act(c.controlUser)},
		{"DELETE", controlPrefix + "users/{user}", act(func(r *http.Request) error { return c.world.RemoveUser(r.PathValue("user")) })},
		{"POST", controlPrefix + "groups", create(func(group Group) (any, error) {
			id, err := c.world.CreateGroup(group)

			return map[string]string{"id": id}, err
		})},
		{"PATCH", controlPrefix + "groups/{group}", act(c.controlGroup)},
		{"DELETE", controlPrefix + "groups/{group}", act(func(r *http.Request) error { return c.world.DeleteGroup(r.PathValue("group")) })},
		{"PUT", controlPrefix + "groups/{group}/members/{user}", act(func(r *http.Request) error {
			return c.world.AddMember(r.PathValue("group"), r.PathValue("user"))
		})},
		{"DELETE", controlPrefix + "groups/{group}/members/{user}", act(func(r *http.Request) error {
			return c.world.RemoveMember(r.PathValue("group"), r.PathValue("user"))
		})},
		{"PUT", controlPrefix + "groups/{group}/roles", controlRole(c.world.AssignRole)},
		{"DELETE", controlPrefix + "groups/{group}/roles", controlRole(c.world.RevokeRole)},
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

func (c *console) controlSeats(r *http.Request) error {
	limits, err := readControl[map[string]*int](r)
	if err != nil {
		return err
	}

	return c.world.LimitSeats(limits)
}

// controlDomain lists a domain, or changes the claim of a listed one.
func (c *console) controlDomain(r *http.Request) error {
	wanted, err := readControl[struct {
		ClaimType   string `json:"claim_type"`
		ClaimStatus string `json:"claim_status"`
	}](r)
	if err != nil {
		return err
	}

	return c.world.PutDomain(Domain{Name: r.PathValue("name"), ClaimType: wanted.ClaimType, ClaimStatus: wanted.ClaimStatus})
}

func (c *console) controlUser(r *http.Request) error {
	change, err := readControl[UserChange](r)
	if err != nil {
		return err
	}

	return c.world.ChangeUser(r.PathValue("user"), change)
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

func (c *console) controlGroup(r *http.Request) error {
	change, err := readControl[GroupChange](r)
	if err != nil {
		return err
	}

	return c.world.UpdateGroup(r.PathValue("group"), change)
}
