// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/console"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/page"
)

// fromOurOrigin refuses what a web page of another origin sends, before it has
// any effect. A browser lets every page send requests to a loopback address,
// and the control surface needs no credentials. Clients that are no browsers
// send neither Origin nor Sec-Fetch-Site, and pass.
//
// [http.CrossOriginProtection] lets every GET pass. Here a GET also has an
// effect: it uses up a fault, counts as a request, or is a violation.
func fromOurOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin, foreign := foreignOrigin(r)
		if !foreign || opensThePage(r) {
			next.ServeHTTP(w, r)

			return
		}

		refuse(w, r, http.StatusForbidden, "The request comes from "+origin+": the simulator refuses web pages of another origin than its own")
	})
}

// foreignOrigin says from where a request comes, and whether a page of another
// origin has sent it. Another port or another name of this machine is another
// origin, because a page of another program may be there.
func foreignOrigin(r *http.Request) (from string, foreign bool) {
	ours := "http://" + r.Host
	if r.TLS != nil {
		ours = "https://" + r.Host
	}

	for _, origin := range r.Header.Values("Origin") {
		if !strings.EqualFold(origin, ours) {
			return "the origin " + strconv.Quote(origin), true
		}
	}

	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if !slices.Contains([]string{"same-origin", "none"}, site) {
			return "another origin (Sec-Fetch-Site: " + site + ")", true
		}
	}

	return "", false
}

// opensThePage reports whether somebody follows a link from elsewhere to the page,
// or to what is below /_simulator/. The page with the link cannot read what is there, and to
// show it has no effect.
func opensThePage(r *http.Request) bool {
	ours := strings.HasPrefix(r.URL.Path, console.Prefix) || page.Serves(r.URL.Path)

	return r.Method == http.MethodGet && ours && len(r.Header.Values("Origin")) == 0 &&
		r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}
