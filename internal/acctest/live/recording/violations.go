// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

// Violations are what the answers of a recording have that Atlassian's OpenAPI documents do not allow, and what the requests have. Each
// is there once.
func Violations(ctx context.Context, documents *contract.Contract, fixtures []Fixture) ([]string, error) {
	var found []string
	for _, one := range fixtures {
		request, body, err := one.replayed(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name(), err)
		}
		replay := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if one.Form == "JSON" || one.Header["Content-Type"] != "" {
				w.Header().Set("Content-Type", one.Header["Content-Type"])
			}
			w.WriteHeader(one.Status)
			_, _ = w.Write(body) // a recorder takes it all
		})
		documents.Middleware(func(violation string) { found = append(found, index.ReplaceAllString(violation, "/*$1")) }, replay).ServeHTTP(httptest.NewRecorder(), request)
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// index is the place of an element in a list: each has the same violations.
var index = regexp.MustCompile(`/\d+([/:])`)

// replayed is the request of a fixture, and the body of its answer.
func (f Fixture) replayed(ctx context.Context) (*http.Request, []byte, error) {
	address := f.Path
	if len(f.Query) > 0 {
		address += "?" + url.Values(f.Query).Encode()
	}
	var asked []byte
	var err error
	if f.Asked != nil {
		if asked, err = json.Marshal(f.Asked); err != nil {
			return nil, nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, f.Method, address, bytes.NewReader(asked))
	if err != nil {
		return nil, nil, err
	}
	if asked != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	switch f.Form {
	case "JSON":
		body, err := json.Marshal(f.Body)
		return request, body, err
	case "empty":
		return request, nil, nil
	}
	return request, []byte("left out"), nil
}
