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

// wireCall is one request to an operation.
type wireCall struct {
	request *http.Request
	values  values

	operation *operation
	server    *server
	trace     string
	now       time.Time
	header    http.Header // of the answer
}

// maxBody is more than any documented request needs.
const maxBody = 1 << 20

// violate records that the request broke the rules of its operation.
func (c *wireCall) violate(problem string) {
	c.server.violate("%s: %s", c.operation.name(), problem)
}

// isChange reports whether the operation is one that writes.
func (c *wireCall) isChange() bool { return c.operation.change }

// pathValue is a parameter of the path.
func (c *wireCall) pathValue(name string) string { return c.request.PathValue(name) }

// text is a text parameter of the request. Anything else was refused before.
func (c *wireCall) text(name string) string {
	var text string
	if json.Unmarshal(c.values[name], &text) != nil {
		return ""
	}

	return text
}

// has reports whether the request gives a parameter.
func (c *wireCall) has(name string) bool {
	_, given := c.values[name]

	return given
}

// refuseTogether refuses a filter next to others that Atlassian excludes.
func (c *wireCall) refuseTogether(name string, others ...string) *answer {
	if !c.has(name) {
		return nil
	}

	for _, other := range others {
		if c.has(other) {
			problem := name + " and " + other + " exclude each other"
			c.violate(problem)

			return new(fail(http.StatusBadRequest, codeInvalidBody, "Bad request", problem))
		}
	}

	return nil
}

// answer lets the request pass one gate after the other.
func (c *wireCall) answer() answer {
	c.now = c.server.now()

	if refusal := c.authenticate(); refusal != nil {
		return *refusal
	}

	if !c.admit() {
		return fail(http.StatusTooManyRequests, codeRateLimited, "Too many requests", "Rate limit exceeded")
	}

	for _, gate := range []func() *answer{c.authorize, c.readValues} {
		if refusal := gate(); refusal != nil {
			return *refusal
		}
	}

	return c.operation.serve(c)
}

// admit counts the request on the limit of the API, and on that of its
// operation. Unverified: that the headers tell of the limit that leaves fewer.
func (c *wireCall) admit() bool {
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

// authenticate looks at the credentials. A person's token does not open the
// APIs of the organization, nor does its key open what is for persons.
func (c *wireCall) authenticate() *answer {
	switch c.operation.access {
	case accessPublic:
		if c.request.Header.Get("Authorization") != "" {
			c.violate("credentials must not be sent to the public Marketplace")
		}

		return nil
	case accessPerson:
		person := c.server.person

		email, token, ok := c.request.BasicAuth()
		if ok && strings.EqualFold(email, person.email) && token == person.token {
			return nil
		}

		return new(fail(http.StatusUnauthorized, codeUnauthorized, "Unauthorized", "Unauthorized"))
	case accessKey:
	}

	scheme, key, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && key == c.server.key.value {
		return nil
	}

	return new(fail(http.StatusUnauthorized, codeUnauthorized, "Unauthorized", "Unauthorized"))
}

// authorize looks at the scopes of the key.
func (c *wireCall) authorize() *answer {
	key := c.server.key
	if len(key.scopes) == 0 || c.operation.access != accessKey {
		return nil
	}

	if c.operation.unscoped {
		return new(fail(http.StatusForbidden, keyInsufficientScope, "Forbidden", "The API key has scopes."))
	}

	allowed := c.operation.scope == ""
	for _, scope := range key.scopes {
		allowed = allowed || scope == c.operation.scope
	}

	if c.operation.scope == "" && c.operation.change && key.refuseUnscopedWrites {
		allowed = false
	}

	if allowed {
		return nil
	}

	return new(fail(http.StatusForbidden, codeForbidden, "Forbidden", "The API key lacks the scope for this request."))
}

// readValues reads and checks the query and the body.
func (c *wireCall) readValues() *answer {
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

func (c *wireCall) readBody(body []byte) []string {
	given := values{}

	if len(body) > 0 {
		if err := json.Unmarshal(body, &given); err != nil || given == nil {
			return []string{"the body is not a JSON object"}
		}
	}

	c.values = given

	return check(c.operation.body, given)
}

// isJSON reports whether a Content-Type is that of JSON.
func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)

	return err == nil && media == "application/json"
}

// write sends the answer, an error in the form of the operation's family.
func (c *wireCall) write(w http.ResponseWriter, a answer) {
	maps.Copy(w.Header(), c.header)

	body := c.lively(a.body)
	if a.failure != nil {
		body = errorBody(c.operation.family, *a.failure, c.trace, c.request.URL.Path, c.now)
	}

	writeJSON(w, a.status, body)
}

// writeJSON answers with a value in JSON, or with a status alone.
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
	// The client may be gone. Then nobody reads the error.
	_, _ = w.Write(encoded)
}

// writeGatewayError answers as Atlassian's gateway does, before any operation.
func writeGatewayError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, wireProxyError{Code: status, Message: message})
}
