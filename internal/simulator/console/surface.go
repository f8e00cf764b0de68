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

// Prefix is the prefix of all paths of the control surface.
const Prefix = "/_simulator/"

// surface is the control surface below /_simulator/.
type surface struct {
	world  *world.World
	server *wire.Server
}

// New makes the control surface of an organization and the server in front of
// it.
func New(w *world.World, s *wire.Server) http.Handler {
	var routes wire.Router

	for _, o := range (&surface{world: w, server: s}).controls() {
		routes.Add(o.method, o.path, o.serve)
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

// controls is the table of the control surface: one line for each subject. The
// package comment describes it. A test compares the two.
func (c *surface) controls() []control {
	return slices.Concat(
		c.recordControls(),
		c.organizationControls(),
		c.domainControls(),
		c.userControls(),
		c.groupControls(),
		c.policyControls(),
		c.settingControls(),
		c.eventControls(),
		c.appControls(),
		c.credentialControls(),
		c.backupControls(),
	)
}

// report makes a handler that answers with a value.
func report(value func() any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { wire.WriteJSON(w, http.StatusOK, value()) }
}

// act makes a handler that does something and answers 204.
func act(do func(*http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := do(r); err != nil {
			WriteError(w, statusOf(err), err.Error())

			return
		}

		w.WriteHeader(http.StatusNoContent)
	}
}

// create makes a handler that creates something from the body and answers 201
// with the result.
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

// WriteError answers with an error in the form of the control surface.
func WriteError(w http.ResponseWriter, status int, message string) {
	wire.WriteJSON(w, status, map[string]string{"error": message})
}

// read reads the body of a control request. The body must be JSON, so that no
// web page in a browser can send one.
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
