// SPDX-License-Identifier: MPL-2.0

package simulated

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httputil"
	"strings"
	"testing"
)

// Edited is the same organization, whose successful answers at paths that hold a text are changed on their way: into what
// Atlassian may say, for all that is known, and the simulator never does.
func (o *Organization) Edited(t testing.TB, path string, edit func(body any) any) *Organization {
	t.Helper()
	return o.Behind(t, func(proxy *httputil.ReverseProxy) http.Handler {
		proxy.ModifyResponse = func(answer *http.Response) error { return editAnswer(answer, path, edit) }
		return proxy
	})
}

func editAnswer(answer *http.Response, path string, edit func(body any) any) error {
	if !strings.Contains(answer.Request.URL.Path, path) || answer.StatusCode != http.StatusOK {
		return nil
	}
	var decoded any
	if err := json.NewDecoder(answer.Body).Decode(&decoded); errors.Is(err, io.EOF) {
		return nil // it has no body
	} else if err != nil {
		return err
	}
	body, err := json.Marshal(edit(decoded))
	if err != nil {
		return err
	}
	answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	answer.Header.Del("Content-Length")
	return nil
}
