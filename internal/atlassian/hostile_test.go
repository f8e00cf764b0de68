// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Whatever a server sends, over a socket, is an error that is short, in one line and without the key, and it takes neither the memory of this
// machine nor forever.
func TestAHostileServerGetsNoFurtherThanAnError(t *testing.T) {
	t.Parallel()
	text := func(status int, contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	const megabyte, key = 1 << 20, `ATCTT3x+key/that"nobody&may<see=`
	bomb := bytes.Repeat(packed(t, make([]byte, megabyte)), 100) // parts that follow each other unpack as one
	for name, server := range map[string]http.HandlerFunc{
		"an answer that unpacks to 100 MiB": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		},
		"an answer without an end": func(w http.ResponseWriter, r *http.Request) {
			for blank := bytes.Repeat([]byte(" "), megabyte); r.Context().Err() == nil; {
				if _, err := w.Write(blank); err != nil {
					return
				}
			}
		},
		"headers of 2 MiB": func(w http.ResponseWriter, _ *http.Request) {
			for range 2 {
				w.Header().Add("X-Flood", strings.Repeat("x", megabyte))
			}
			_, _ = w.Write([]byte(`{"data":{}}`))
		},
		"an answer that never goes on": func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(`{"data":`))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
		"a million brackets":       text(http.StatusOK, "application/json", `{"data":`+strings.Repeat("[", megabyte)),
		"brackets in a refusal":    text(http.StatusForbidden, "application/json", strings.Repeat(`{"errors":[`, megabyte/10)),
		"what is no UTF-8":         text(http.StatusForbidden, "application/json", "{\"message\":\"\xff\xfe\x1b[2J"+key+"\"}"),
		"what a terminal executes": text(http.StatusForbidden, "text/plain", "\x1b]0;title\x07\r\nNo changes.\u202e "+key),
		"a page instead of JSON":   text(http.StatusOK, "text/html", "<html><title>"+key+"</title>"),
		"an image instead of JSON": text(http.StatusOK, "image/png", "\x89PNG\r\n"+key),
		"a pause of 60 years": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1900000000")
			w.WriteHeader(http.StatusTooManyRequests)
		},
		"a header that is none, with the key": func(w http.ResponseWriter, r *http.Request) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\n%s\r\n\r\n", r.Header.Get("Authorization"))
				_ = connection.Close()
			}
		},
		"the key, in a refusal's redirect": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example/?"+r.Header.Get("Authorization"))
			w.WriteHeader(http.StatusFound)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			served := httptest.NewUnstartedServer(server)
			served.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
			served.Start()
			t.Cleanup(served.Close)
			timeout := time.Minute
			if strings.Contains(name, "never") {
				timeout = 50 * time.Millisecond
			}
			client, err := atlassian.New(atlassian.Config{BaseURL: served.URL, APIKey: key, RequestTimeout: timeout, MaxRetries: 1, RetryWaitMin: time.Millisecond, RetryWaitMax: time.Millisecond})
			require.NoError(t, err)
			for _, call := range []func(context.Context, *atlassian.Client) error{read, create} {
				err := call(t.Context(), client)
				require.Error(t, err)
				require.NotContains(t, err.Error(), key)
				require.NotContains(t, err.Error(), "nobody&may", "in whatever form")
				require.NotContains(t, err.Error(), "nobody%26may", "in whatever form")
				require.Less(t, len(err.Error()), 2000)
				for _, forbidden := range []string{"\x1b", "\x07", "\r", "\n", "\u202e"} {
					require.NotContains(t, err.Error(), forbidden)
				}
			}
		})
	}
}

// packed compresses a text.
func packed(t *testing.T, text []byte) []byte {
	t.Helper()
	var into bytes.Buffer
	writer := gzip.NewWriter(&into)
	_, err := writer.Write(text)
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return into.Bytes()
}
