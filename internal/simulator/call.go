// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// operation is one documented operation.
type operation struct {
	method string
	path   string
	// field tells apart what shares a route: what a GraphQL query asks for first.
	field  string
	access access
	// scope that a key with scopes needs; empty where none is documented.
	scope  string
	family family
	// unscoped marks what no scope opens: every key with scopes is refused.
	unscoped bool
	// change marks the writes; the searches by POST are none.
	change bool
	query  []parameter
	body   []parameter
	serve  func(*call) answer
}

func (o *operation) name() string { return strings.TrimSpace(o.method + " " + o.path + " " + o.field) }

// call is one request to an operation.
type call struct {
	*Simulator
	operation *operation
	request   *http.Request
	trace     string
	values    values
	now       time.Time
	header    http.Header // of the answer
}

// maxBody is more than any documented request needs.
const maxBody = 1 << 20

// violate records that the request broke the rules of its operation.
func (c *call) violate(problem string) {
	c.Simulator.violate("%s: %s", c.operation.name(), problem)
}

// atlassian serves one operation of the API.
func (s *Simulator) atlassian(operation *operation, w http.ResponseWriter, r *http.Request) {
	s.count(operation.name())

	c := &call{Simulator: s, operation: operation, request: r, trace: s.newTrace(), now: s.now(), header: http.Header{}}
	w.Header().Set(traceHeader, c.trace)

	fault := s.takeFault(operation.name())

	if !pause(r.Context(), s.latency+fault.Delay) || fault.Drop {
		// Closes the connection without an answer.
		panic(http.ErrAbortHandler)
	}

	if fault.Status != 0 {
		c.write(w, c.faulty(fault))

		return
	}

	if fault.HTML {
		signIn(w)

		return
	}

	given := fault.curtail(c.answer())

	if fault.LoseAnswer {
		panic(http.ErrAbortHandler)
	}

	if fault.GraphQLErrors != "" {
		c.besides(given, fault.GraphQLErrors)
	}

	c.write(w, given)
}

// answer lets the request pass one gate after the other.
func (c *call) answer() answer {
	c.now = c.Simulator.now()

	if refusal := c.authenticate(); refusal != nil {
		return *refusal
	}

	if !c.admit() {
		return fail(http.StatusTooManyRequests, codeRateLimited, "Too many requests", "Rate limit exceeded")
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	c.state.settle(c.now)

	for _, gate := range []func() *answer{c.authorize, c.readValues, c.findOrganization, c.findDirectory} {
		if refusal := gate(); refusal != nil {
			return *refusal
		}
	}

	return c.operation.serve(c)
}

// admit counts the request on the limit of the API, and on that of the audit
// log. Unverified: that the headers tell of the limit that leaves fewer.
func (c *call) admit() bool {
	all := c.limiter.allow(c.now)
	c.header = all.header

	if !all.allowed || c.operation.path != pathEvents {
		return all.allowed
	}

	log := c.log.allow(c.now)
	if !log.allowed || log.left < all.left {
		c.header = log.header
	}

	return log.allowed
}

// access is who may call an operation.
type access int

const (
	// accessKey is for those who have the organization's API key.
	accessKey access = iota
	// accessPerson is for the person with the API token: the GraphQL gateway.
	accessPerson
	// accessPublic is for everybody: the Marketplace.
	accessPublic
)

// authenticate looks at the credentials. A person's token does not open the
// APIs of the organization, nor does its key open what is for persons.
func (c *call) authenticate() *answer {
	switch c.operation.access {
	case accessPublic:
		if c.request.Header.Get("Authorization") != "" {
			c.violate("credentials must not be sent to the public Marketplace")
		}

		return nil
	case accessPerson:
		// Nor does the token ever change.
		email, token, ok := c.request.BasicAuth()
		if ok && strings.EqualFold(email, c.state.userToken.Email) && token == c.state.userToken.Value {
			return nil
		}

		return new(fail(http.StatusUnauthorized, codeUnauthorized, "Unauthorized", "Unauthorized"))
	case accessKey:
	}

	scheme, key, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	// The key never changes, so that reading it needs no lock.
	if strings.EqualFold(scheme, "Bearer") && key == c.state.key.Value {
		return nil
	}

	return new(fail(http.StatusUnauthorized, codeUnauthorized, "Unauthorized", "Unauthorized"))
}

// authorize looks at the scopes of the key.
func (c *call) authorize() *answer {
	key := c.state.key
	if len(key.Scopes) == 0 || c.operation.access != accessKey {
		return nil
	}

	if c.operation.unscoped {
		return new(fail(http.StatusForbidden, keyInsufficientScope, "Forbidden", "The API key has scopes."))
	}

	allowed := c.operation.scope == ""
	for _, scope := range key.Scopes {
		allowed = allowed || scope == c.operation.scope
	}

	if c.operation.scope == "" && c.operation.change && key.RefuseUnscopedWrites {
		allowed = false
	}

	if allowed {
		return nil
	}

	return new(fail(http.StatusForbidden, codeForbidden, "Forbidden", "The API key lacks the scope for this request."))
}

// readValues reads and checks the query and the body.
func (c *call) readValues() *answer {
	given, problems := fromQuery(c.operation.query, c.request.URL.Query())
	problems = append(problems, check(c.operation.query, given)...)
	c.values = given

	body, err := io.ReadAll(http.MaxBytesReader(nil, c.request.Body, maxBody))

	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		c.violate("the body is larger than " + strconv.Itoa(maxBody) + " bytes")

		return new(fail(http.StatusRequestEntityTooLarge, codeInvalidBody, "Request entity too large", "The request body is too large."))
	}

	if err != nil {
		problems = append(problems, "the body cannot be read")
	}

	switch {
	case c.operation.body == nil && len(body) > 0:
		problems = append(problems, "takes no body")
	case c.operation.body != nil:
		if len(body) > 0 && !isJSON(c.request.Header.Get("Content-Type")) {
			c.violate("the content type of the body is not application/json")

			return new(fail(http.StatusUnsupportedMediaType, codeInvalidBody, "Unsupported media type", "Content-Type must be application/json."))
		}

		problems = append(problems, c.readBody(body)...)
	}

	if len(problems) == 0 {
		return nil
	}

	for _, problem := range problems {
		c.violate(problem)
	}

	return new(fail(http.StatusBadRequest, c.operation.codeOf(http.StatusBadRequest), "Bad request", strings.Join(problems, "; ")))
}

func (c *call) readBody(body []byte) []string {
	given := values{}

	if len(body) > 0 {
		if err := json.Unmarshal(body, &given); err != nil || given == nil {
			return []string{"the body is not a JSON object"}
		}
	}

	c.values = given

	return check(c.operation.body, given)
}

func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)

	return err == nil && media == "application/json"
}

// traceHeader names the request. Unverified: seen on answers of Atlassian's
// gateway, but not documented.
const traceHeader = "Atl-Traceid"

func (s *Simulator) newTrace() string {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.traces++

	return strings.ReplaceAll(derive("trace", strconv.Itoa(s.traces)), "-", "")
}

// write sends the answer, an error in the form of the operation's family.
func (c *call) write(w http.ResponseWriter, a answer) {
	maps.Copy(w.Header(), c.header)

	body := a.body
	if a.failure != nil {
		body = errorBody(c.operation.family, *a.failure, c.trace, c.request.URL.Path, c.now)
	}

	writeJSON(w, a.status, body)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	if body == nil {
		w.WriteHeader(status)

		return
	}

	encoded, err := json.Marshal(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)

		return
	}

	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The client may be gone; then there is nobody left to tell.
	_, _ = w.Write(encoded)
}
