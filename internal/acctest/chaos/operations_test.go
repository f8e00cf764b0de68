// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// operation is a served operation, as a request can be matched with it.
type operation struct {
	name, method string
	path         *regexp.Regexp
	field        string // of the GraphQL gateway
}

// named recognizes the operations that a simulator serves.
type named struct {
	once       sync.Once
	operations []operation
	parameter  *regexp.Regexp
}

var recognized = named{parameter: regexp.MustCompile(`\\\{[^/]+\\\}`)}

// of is the name of the operation of a request, as the simulator calls it.
func (n *named) of(r *http.Request, body []byte, served func() []string) string {
	n.once.Do(func() {
		for _, name := range served() {
			parts := strings.Fields(name)
			one := operation{name: name, method: parts[0]}
			one.path = regexp.MustCompile("^" + n.parameter.ReplaceAllString(regexp.QuoteMeta(parts[1]), "[^/]+") + "$")
			if len(parts) > 2 {
				_, field, _ := strings.Cut(parts[2], ".")
				one.field = field
				if field == "" {
					one.field = parts[2]
				}
			}
			n.operations = append(n.operations, one)
		}
	})
	for _, one := range n.operations {
		if one.method == r.Method && one.path.MatchString(r.URL.EscapedPath()) && (one.field == "" || bytes.Contains(body, []byte(one.field))) {
			return one.name
		}
	}
	return ""
}

// reads are the ends of paths to which a POST only asks.
var reads = regexp.MustCompile(`/(search|workspaces|bulk-fetch)$`)

func isRead(r *http.Request, body []byte) bool {
	return r.Method == http.MethodGet || reads.MatchString(r.URL.Path) || r.URL.Path == "/graphql" && !bytes.Contains(body, []byte("mutation"))
}

// bodyOf reads the body of a request, and leaves it there.
func bodyOf(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		r.Body = http.NoBody
		return nil, nil
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, err
}
