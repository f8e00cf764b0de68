// SPDX-License-Identifier: MPL-2.0

package console

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const Prefix = "/_simulator/"

// surface is the control surface below /_simulator/.
type surface struct {
	world  *world.World
	server *wire.Server
}

// New makes the control surface of a world and the server in front of it.
func New(w *world.World, s *wire.Server) http.Handler {
	var routes wire.Router

	for _, o := range (&surface{world: w, server: s}).controls() {
		routes = append(routes, wire.NewRoute(o.method, o.path, o.serve))
	}

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if serve := routes.Find(r); serve != nil {
			serve(w, r)

			return
		}

		WriteError(w, http.StatusNotFound, "the control surface has no "+r.Method+" "+r.URL.Path)
	})
}

// control is one operation of the control surface.
type control struct {
	method string
	path   string
	serve  http.HandlerFunc
}

// controls lists the control surface; the package comment describes it.
func (c *surface) controls() []control {
	return slices.Concat(c.policyControls(), c.appControls(), []control{
		{"GET", Prefix + "requests", report(func() any { return c.server.Requests() })},
		{"DELETE", Prefix + "requests", act(func(*http.Request) error { c.server.ResetRequests(); return nil })},
		{"GET", Prefix + "violations", report(func() any { return c.server.Violations() })},
		{"DELETE", Prefix + "violations", act(func(*http.Request) error { c.server.ResetViolations(); return nil })},
		{"GET", Prefix + "faults", report(func() any { return describeFaults(c.server.Faults()) })},
		{"POST", Prefix + "faults", act(c.inject)},
		{"DELETE", Prefix + "faults", act(func(*http.Request) error { c.server.ClearFaults(); return nil })},
		{"GET", Prefix + "organization", report(func() any { return c.world.Organization() })},
		{"POST", Prefix + "seats", act(c.limitSeats)},
		{"PUT", Prefix + "domains/{name}", act(c.putDomain)},
		{"DELETE", Prefix + "domains/{name}", act(func(r *http.Request) error { return c.world.RemoveDomain(r.PathValue("name")) })},
		{"POST", Prefix + "users", create(func(user world.User) (any, error) {
			id, err := c.world.AddUser(user)

			return map[string]string{"account_id": id}, err
		})},
		{"PATCH", Prefix + "users/{user}", act(c.changeUser)},
		{"DELETE", Prefix + "users/{user}", act(func(r *http.Request) error { return c.world.RemoveUser(r.PathValue("user")) })},
		{"POST", Prefix + "groups", create(func(group world.Group) (any, error) {
			id, err := c.world.CreateGroup(group)

			return map[string]string{"id": id}, err
		})},
		{"PATCH", Prefix + "groups/{group}", act(c.changeGroup)},
		{"DELETE", Prefix + "groups/{group}", act(func(r *http.Request) error { return c.world.DeleteGroup(r.PathValue("group")) })},
		{"PUT", Prefix + "groups/{group}/members/{user}", act(func(r *http.Request) error {
			return c.world.AddMember(r.PathValue("group"), r.PathValue("user"))
		})},
		{"DELETE", Prefix + "groups/{group}/members/{user}", act(func(r *http.Request) error {
			return c.world.RemoveMember(r.PathValue("group"), r.PathValue("user"))
		})},
		{"PUT", Prefix + "groups/{group}/roles", changeRole(c.world.AssignRole)},
		{"DELETE", Prefix + "groups/{group}/roles", changeRole(c.world.RevokeRole)},
	})
}

// report answers with a value.
func report(value func() any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { wire.WriteJSON(w, http.StatusOK, value()) }
}

// act does something, and answers 204.
func act(do func(*http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := do(r); err != nil {
			WriteError(w, statusOf(err), err.Error())

			return
		}

		w.WriteHeader(http.StatusNoContent)
	}
}

// create makes something of the body, and answers 201 with what it became.
func create[T any](do func(T) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		wanted, err := read[T](r)
		if err != nil {
			WriteError(w, statusOf(err), err.Error())

			return
		}

		made, err := do(wanted)
		if err != nil {
			WriteError(w, statusOf(err), err.Error())

			return
		}

		wire.WriteJSON(w, http.StatusCreated, made)
	}
}

func statusOf(err error) int {
	if errors.Is(err, world.ErrNotFound) {
		return http.StatusNotFound
	}

	return http.StatusBadRequest
}

func WriteError(w http.ResponseWriter, status int, message string) {
	wire.WriteJSON(w, status, map[string]string{"error": message})
}

// read reads the body of a control request. It insists on JSON, so that
// no web page that happens to be open can send one.
func read[T any](r *http.Request) (T, error) {
	var body T

	if !wire.IsJSON(r.Header.Get("Content-Type")) {
		return body, errors.New("the body must be JSON, with Content-Type: application/json")
	}

	decoder := json.NewDecoder(io.LimitReader(r.Body, wire.MaxBody))
	decoder.DisallowUnknownFields()

	if err := decoder.Decode(&body); err != nil {
		return body, errors.New("cannot read the body: " + err.Error())
	}

	return body, nil
}

func (c *surface) limitSeats(r *http.Request) error {
	limits, err := read[map[string]*int](r)
	if err != nil {
		return err
	}

	return c.world.LimitSeats(limits)
}

// putDomain lists a domain, or changes the claim of a listed one.
func (c *surface) putDomain(r *http.Request) error {
	wanted, err := read[struct {
		ClaimType   string `json:"claim_type"`
		ClaimStatus string `json:"claim_status"`
	}](r)
	if err != nil {
		return err
	}

	return c.world.PutDomain(world.Domain{Name: r.PathValue("name"), ClaimType: wanted.ClaimType, ClaimStatus: wanted.ClaimStatus})
}

func (c *surface) changeUser(r *http.Request) error {
	change, err := read[world.UserChange](r)
	if err != nil {
		return err
	}

	return c.world.ChangeUser(r.PathValue("user"), change)
}

func changeRole(do func(group, resourceID, role string) error) http.HandlerFunc {
	return act(func(r *http.Request) error {
		wanted, err := read[world.Role](r)
		if err != nil {
			return err
		}

		return do(r.PathValue("group"), wanted.Resource, wanted.Role)
	})
}

func (c *surface) changeGroup(r *http.Request) error {
	change, err := read[world.GroupChange](r)
	if err != nil {
		return err
	}

	return c.world.UpdateGroup(r.PathValue("group"), change)
}
