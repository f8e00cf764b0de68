// SPDX-License-Identifier: MPL-2.0

package wire

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

// Call is one request to an operation.
type Call struct {
	Request *http.Request
	Values  Values

	operation *Operation
	server    *Server
	trace     string
	now       time.Time
	header    http.Header // of the answer
}

// MaxBody is more than any documented request needs.
const MaxBody = 1 << 20

// Violate records that the request broke the rules of its operation.
func (c *Call) Violate(problem string) {
	c.server.violate("%s: %s", c.operation.name(), problem)
}

// IsChange reports whether the operation is one that writes.
func (c *Call) IsChange() bool { return c.operation.Change }

// PathValue is a parameter of the path.
func (c *Call) PathValue(name string) string { return c.Request.PathValue(name) }

// Text is a string parameter of the request. Values of other types were refused
// before.
func (c *Call) Text(name string) string {
	var text string
	if json.Unmarshal(c.Values[name], &text) != nil {
		return ""
	}

	return text
}

// Has reports whether the request gives a parameter.
func (c *Call) Has(name string) bool {
	_, given := c.Values[name]

	return given
}

// RefuseTogether refuses a filter next to others that Atlassian excludes.
func (c *Call) RefuseTogether(name string, others ...string) *Answer {
	if !c.Has(name) {
		return nil
	}

	for _, other := range others {
		if c.Has(other) {
			problem := name + " and " + other + " exclude each other"
			c.Violate(problem)

			return new(Fail(http.StatusBadRequest, CodeInvalidBody, "Bad request", problem))
		}
	}

	return nil
}

// answer checks the request and serves its operation.
func (c *Call) answer() Answer {
	c.now = c.server.now()

	if refusal := c.authenticate(); refusal != nil {
		return *refusal
	}

	if !c.admit() {
		return Fail(http.StatusTooManyRequests, codeRateLimited, "Too many requests", "Rate limit exceeded")
	}

	for _, gate := range []func() *Answer{c.authorize, c.readValues} {
		if refusal := gate(); refusal != nil {
			return *refusal
		}
	}

	return c.operation.Serve(c)
}

// admit counts the request on the limit of the API, and on that of its
// operation. Unverified: the headers show the limit that leaves fewer requests.
func (c *Call) admit() bool {
	all := c.server.limiter.allow(c.now)
	c.header = all.header

	limiter := c.server.limiters[c.operation]
	if !all.allowed || limiter == nil {
		return all.allowed
	}

	own := limiter.allow(c.now)
	if !own.allowed || own.left < all.left {
		c.header = own.header
	}

	return own.allowed
}

// authenticate checks the credentials. A person's token does not work for the
// APIs of the organization, and the organization's key does not work for those
// of a person.
func (c *Call) authenticate() *Answer {
	switch c.operation.Access {
	case AccessPublic:
		if c.Request.Header.Get("Authorization") != "" {
			c.Violate("credentials must not be sent to the public Marketplace")
		}

		return nil
	case AccessPerson:
		person := c.server.person

		email, token, ok := c.Request.BasicAuth()
		if ok && strings.EqualFold(email, person.Email) && token == person.Token && !reports(person.Revoked) {
			return nil
		}

		return new(Fail(http.StatusUnauthorized, codeUnauthorized, "Unauthorized", "Unauthorized"))
	case accessKey:
	}

	scheme, key, _ := strings.Cut(c.Request.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && key == c.server.key.Value && !reports(c.server.key.Revoked) {
		return nil
	}

	return new(Fail(http.StatusUnauthorized, codeUnauthorized, "Unauthorized", "Unauthorized"))
}

func reports(asked func() bool) bool { return asked != nil && asked() }

// authorize checks the scopes of the key.
func (c *Call) authorize() *Answer {
	key := c.server.key
	if len(key.Scopes) == 0 || c.operation.Access != accessKey {
		return nil
	}

	if c.operation.Unscoped {
		return new(Fail(http.StatusForbidden, keyInsufficientScope, "Forbidden", "The API key has scopes."))
	}

	allowed := c.operation.Scope == ""
	for _, scope := range key.Scopes {
		allowed = allowed || scope == c.operation.Scope
	}

	if c.operation.Scope == "" && c.operation.Change && key.RefuseUnscopedWrites {
		allowed = false
	}

	if allowed {
		return nil
	}

	return new(Fail(http.StatusForbidden, CodeForbidden, "Forbidden", "The API key lacks the scope for this request."))
}

// readValues reads and checks the query and the body.
func (c *Call) readValues() *Answer {
	given, problems := fromQuery(c.operation.Query, c.Request.URL.Query())
	problems = append(problems, check(c.operation.Query, given)...)
	c.Values = given

	body, err := io.ReadAll(http.MaxBytesReader(nil, c.Request.Body, MaxBody))

	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		c.Violate("the body is larger than " + strconv.Itoa(MaxBody) + " bytes")

		return new(Fail(http.StatusRequestEntityTooLarge, CodeInvalidBody, "Request entity too large", "The request body is too large."))
	}

	if err != nil {
		problems = append(problems, "the body cannot be read")
	}

	switch {
	case c.operation.Body == nil && len(body) > 0:
		problems = append(problems, "takes no body")
	case c.operation.Body != nil:
		if len(body) > 0 && !IsJSON(c.Request.Header.Get("Content-Type")) {
			c.Violate("the content type of the body is not application/json")

			return new(Fail(http.StatusUnsupportedMediaType, CodeInvalidBody, "Unsupported media type", "Content-Type must be application/json."))
		}

		problems = append(problems, c.readBody(body)...)
	}

	if len(problems) == 0 {
		return nil
	}

	for _, problem := range problems {
		c.Violate(problem)
	}

	return new(Fail(http.StatusBadRequest, c.operation.codeOf(http.StatusBadRequest), "Bad request", strings.Join(problems, "; ")))
}

func (c *Call) readBody(body []byte) []string {
	given := Values{}

	if len(body) > 0 {
		if err := json.Unmarshal(body, &given); err != nil || given == nil {
			return []string{"the body is not a JSON object"}
		}
	}

	c.Values = given

	return check(c.operation.Body, given)
}

// IsJSON reports whether a Content-Type means JSON.
func IsJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)

	return err == nil && media == "application/json"
}

// write sends the answer, an error in the form of the operation's family.
func (c *Call) write(w http.ResponseWriter, a Answer) {
	maps.Copy(w.Header(), c.header)

	body := c.liveForm(a.Body)
	if a.failure != nil {
		body = errorBody(c.operation.Family, *a.failure, c.trace, c.Request.URL.Path, c.now)
	}

	WriteJSON(w, a.Status, body)
}

// WriteJSON answers with a value in JSON, or with a status alone.
func WriteJSON(w http.ResponseWriter, status int, body any) {
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
	// The client may be gone. Then nobody reads the error.
	_, _ = w.Write(encoded)
}

// WriteGatewayError answers with an error of Atlassian's gateway, which comes
// before any operation.
func WriteGatewayError(w http.ResponseWriter, status int, message string) {
	WriteJSON(w, status, proxyError{Code: status, Message: message})
}
