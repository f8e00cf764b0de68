// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// canaries is an organization whose keys no other test has, and which look otherwise in a URL, in JSON and in HTML.
func canaries(t *testing.T) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.APIKey.Value = `ATCTT3x+canary/of"a&key<=EE01FE12`
	start.UserAPIToken.Value = `ATATT3x+canary/of"a&token<=EE01FE12`
	return simulated.Start(t, simulated.WithStart(start), simulated.AllowViolations(), simulated.Unrecorded())
}

// told is what a request shows of its sender: the header, and what it stands for.
func told(r *http.Request) string {
	header := r.Header.Get("Authorization")
	if pair, is := strings.CutPrefix(header, "Basic "); is {
		if decoded, err := base64.StdEncoding.DecodeString(pair); err == nil {
			header += " " + string(decoded)
		}
	}
	return header + " " + strings.TrimPrefix(header, "Bearer ")
}

// echoes are the ways in which a server, or a proxy, may repeat what it was sent.
var echoes = map[string]func(w http.ResponseWriter, r *http.Request){
	"a refusal": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Atl-Traceid", told(r))
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprintf(w, `{"errors":[{"id":%[1]q,"code":%[1]q,"title":%[1]q,"detail":%[1]q}],"message":%[1]q}`, told(r))
	},
	"a proxy's page": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusProxyAuthRequired)
		_, _ = fmt.Fprintf(w, "<html><title>%s</title>", told(r))
	},
	"a redirect": func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Location"] = []string{"https://elsewhere.example/?from=" + told(r)}
		w.WriteHeader(http.StatusFound)
	},
	"an answer of success": func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, `{"data":[{"id":"1","name":%[1]q,"attributes":{"name":%[1]q}}],"meta":{"next":%[1]q},"links":{}}`, told(r))
	},
	"what is no JSON": func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(told(r))) },
	"a header that is none": func(w http.ResponseWriter, r *http.Request) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_, _ = fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\n%s\r\n\r\n", told(r))
			_ = connection.Close()
		}
	},
}

// echoed asks an organization whose every request is echoed in one way.
const echoed = `
data "atlassian_groups" "all" {}

data "atlassian_installed_apps" "acme" {
  sites = ["acme"]
}

resource "atlassian_group" "team" {
  name = "team"
}

output "groups" {
  value = data.atlassian_groups.all
}
`

// A server that repeats the keys brings them into no state, plan, log or message. The workspace looks into all of them, in every encoding.
func TestNoSecretComesBackFromAServer(t *testing.T) {
	t.Parallel()
	for name, echo := range echoes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			org := canaries(t).Behind(t, func(*httputil.ReverseProxy) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					asked.Add(1)
					echo(w, r)
				})
			})
			w := traced(t, org)
			w.Write("main.tf", "provider \"atlassian\" {\n  max_retries = 0\n}\n"+echoed)
			failed := w.Run("apply", "-auto-approve")
			require.NotZero(t, failed.ExitCode, failed.Output)
			require.NotZero(t, asked.Load())
		})
	}
}

// traced is a workspace whose commands log all that there is to log.
func traced(t *testing.T, org *simulated.Organization) *cli.Workspace {
	t.Helper()
	w := cli.New(t, org)
	w.Setenv("TF_LOG", "TRACE")
	w.Setenv("TF_LOG_SDK", "TRACE")
	w.Setenv("TF_LOG_PATH", filepath.Join(w.Dir, "trace.log"))
	return w
}

// A provider whose process dies in the middle of a request writes what every goroutine was doing: no key is in it.
func TestACrashShowsNoSecret(t *testing.T) {
	t.Parallel()
	var abort func() error
	var aborted atomic.Bool
	org := canaries(t).Behind(t, func(proxy *httputil.ReverseProxy) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/groups") && aborted.CompareAndSwap(false, true) {
				_, _ = io.Copy(io.Discard, r.Body) // only then the server notices the end of the connection
				if err := abort(); err != nil {
					t.Error(err)
				}
				<-r.Context().Done() // the process is gone, and so is its connection
				return
			}
			proxy.ServeHTTP(w, r)
		})
	})
	w := traced(t, org)
	abort = w.Signalled(syscall.SIGABRT)
	w.Setenv("GOTRACEBACK", "all")
	w.Write("main.tf", echoed)
	crashed := w.Run("apply", "-auto-approve")
	require.NotZero(t, crashed.ExitCode)
	trace, err := os.ReadFile(filepath.Join(w.Dir, "trace.log"))
	require.NoError(t, err)
	require.Contains(t, crashed.Output+string(trace), "SIGABRT: abort")
	require.Contains(t, crashed.Output+string(trace), "goroutine ")
}
