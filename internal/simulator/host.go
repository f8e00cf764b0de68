// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/console"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// onLoopback refuses a request whose Host is not a loopback host, before it has
// any effect. A web page can make its own name resolve to 127.0.0.1 (DNS
// rebinding). The browser then treats both as one site, and the page could
// reach the control surface, which needs no credentials. The Host header still
// has the name of the page and shows where the request comes from.
func onLoopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isLoopback(r.Host) {
			next.ServeHTTP(w, r)

			return
		}

		const hint = "the simulator answers to localhost, 127.0.0.1 and [::1] only"

		message := "The host " + strconv.Quote(r.Host) + " is not a loopback address: " + hint

		refuse(w, r, http.StatusMisdirectedRequest, message)
	})
}

// refuse answers a request that reaches no operation: in the form of the control
// surface or in that of Atlassian's gateway.
func refuse(w http.ResponseWriter, r *http.Request, status int, message string) {
	if strings.HasPrefix(r.URL.Path, console.Prefix) {
		console.WriteError(w, status, message)

		return
	}

	wire.WriteGatewayError(w, status, message)
}

// isLoopback reports whether a Host header, with or without a port, names this
// machine.
func isLoopback(host string) bool {
	name := host
	if without, _, err := net.SplitHostPort(host); err == nil {
		name = without
	} else if inner, ok := strings.CutPrefix(host, "["); ok {
		name = strings.TrimSuffix(inner, "]")
	}

	if strings.EqualFold(name, "localhost") {
		return true
	}

	ip := net.ParseIP(name)

	return ip != nil && ip.IsLoopback()
}
