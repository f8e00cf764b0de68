// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is a method, a pattern of paths, and the handler of requests that
// match.
type route struct {
	method   string
	segments []string
	serve    http.HandlerFunc
}

// Router compares paths literally. It does not clean them, redirect, or accept
// other spellings, because Atlassian's gateway does not promise that either.
type Router []route

// Add adds a route. A path may have parameters, such as /users/{user}.
func (routes *Router) Add(method, path string, serve http.HandlerFunc) {
	*routes = append(*routes, route{method: method, segments: strings.Split(path, "/"), serve: serve})
}

// chooseByField finds the operation of a request among those that share a
// route.
func (s *Server) chooseByField(shared *Operation, r *http.Request) *Operation {
	// A body that cannot be read now cannot be read later either, and is
	// refused then.
	body, _ := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))

	field := shared.FieldOf(body)

	at := slices.IndexFunc(s.operations, func(o *Operation) bool {
		return o.Method == shared.Method && o.Path == shared.Path && o.Field == field
	})
	if at < 0 {
		s.violate("%s %s: the query asks first for nothing that is known", r.Method, shared.Path)

		return shared
	}

	return s.operations[at]
}

// Find finds the handler of a request and sets the path parameters.
func (routes Router) Find(r *http.Request) http.HandlerFunc {
	segments := strings.Split(r.URL.EscapedPath(), "/")

	for _, candidate := range routes {
		if parameters, ok := candidate.match(r.Method, segments); ok {
			for name, value := range parameters {
				r.SetPathValue(name, value)
			}

			return candidate.serve
		}
	}

	return nil
}

func (rt route) match(method string, segments []string) (map[string]string, bool) {
	if method != rt.method || len(segments) != len(rt.segments) {
		return nil, false
	}

	parameters := map[string]string{}

	for i, pattern := range rt.segments {
		if !strings.HasPrefix(pattern, "{") {
			if segments[i] != pattern {
				return nil, false
			}

			continue
		}

		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}

		parameters[strings.Trim(pattern, "{}")] = value
	}

	return parameters, true
}
