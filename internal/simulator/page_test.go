// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The page shows what is in the organization.
func TestThePageShowsTheOrganization(t *testing.T) {
	t.Parallel()

	organization := simulator.SmallCompany()
	organization.OrganizationPolicies = []simulator.OrganizationPolicy{{
		Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24", "198.51.100.7"}, Resources: []simulator.PolicyResource{{ID: jiraSite}},
	}}
	organization.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "No exports", Rules: map[string]string{"export": "block", "publicLinks": "allow"}}}
	organization.ClassificationLevels = []simulator.ClassificationLevel{{Name: "Secret"}}
	b := start(t, simulator.Options{Organization: organization})
	v := b.visit("")

	assert.Equal(t, "Acme Simulated organization "+b.OrganizationID+" . Its API key begins with simu…", v.text("organization"))
	assert.NotContains(t, v.raw, b.APIKey)
	assert.NotContains(t, v.raw, b.UserAPIToken)
	assert.Empty(t, v.says())

	assert.Contains(t, v.text("people-part"), "13 people")
	assert.Regexp(t, "^Ada Okafor ada.okafor@acme.example .* active managed on Staff confluence-users jira-users org-admins$", v.row("people", "Ada Okafor"))
	assert.Regexp(t, " suspended managed off Everyone none$", v.row("people", "Julia Santos"))
	assert.Regexp(t, " deactivated managed off Everyone none$", v.row("people", "Kofi Mensah"))
	assert.Regexp(t, " active not managed off none contractors jira-users$", v.row("people", "Lena Fischer"))

	assert.Contains(t, v.text("groups-part"), "6 groups")
	assert.Regexp(t, "^idp-employees synced Synced from the identity provider .* Hana Sato × Ivan Petrov × none$", v.row("groups", "idp-employees"))
	assert.Regexp(t, "^jira-users default .* user of jira-software on acme$", v.row("groups", "jira-users"))
	assert.Regexp(t, "^org-admins admin .* org-admin of the organization$", v.row("groups", "org-admins"))

	assert.Equal(t, "Staff Make two-step optional Two-step verification required Single sign-on none Password strength strong Password expiry never "+
		"Idle session 30 days API tokens allowed Third-party login allowed Ada Okafor Bruno Keller Chen Li Dana Novak", v.row("policies", "Staff"))
	assert.Regexp(t, "^Everyone default Require two-step .* optional .* Kofi Mensah$", v.row("policies", "Everyone"))
	assert.Regexp(t, " nobody$", v.row("policies", "Break glass"))

	assert.Equal(t, "acme-labs.example unverified dns Verify Lose the token", v.row("domains", "acme-labs.example"))
	assert.Equal(t, "Orbit Boards forge Orbit Apps jira on acme, 2.0.0 × Install in confluence on acme", v.row("apps", "Orbit Boards"))
	assert.Regexp(t, "^Ledger Export forge Ledgerly nowhere ", v.row("apps", "Ledger Export"))

	assert.Equal(t, "Office ip allowlist enabled 192.0.2.0/24, 198.51.100.7 jira-software on acme (applied)", v.row("settings", "Office"))
	assert.Equal(t, "Default data residency data residency enabled global nothing named", v.row("settings", "Default data residency"))
	assert.Equal(t, "No exports data security active export: block, publicLinks: allow the organization", v.row("settings", "No exports"))
	assert.Equal(t, "Secret classification level published place 1 nothing named", v.row("settings", "Secret"))
}

// The page shows the requests, faults and violations.
func TestThePageShowsTheRequests(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	v := b.visit("")
	assert.Contains(t, v.text("requests-part"), "None yet.")
	assert.Equal(t, "None is armed.", v.text("faults-part"))
	assert.Contains(t, v.text("violations-part"), "No request has broken")

	b.ok("GET", "{v1}/domains", nil)
	b.do("GET", "/nowhere?<b>", nil)
	b.Inject(simulator.Fault{LoseAnswer: true})
	_, err := b.try("DELETE", "{dir}/groups/"+b.GroupID("contractors"), nil)
	require.Error(t, err)
	b.Inject(simulator.Fault{Operation: searchGroups, Status: http.StatusTooManyRequests, Count: 2})
	b.Inject(simulator.Fault{Delay: 1, Count: -1})

	v = b.visit("")
	seen := v.text("requests-part")
	assert.Regexp(t, "^The last 3, the newest first Time Status Request [0-9:]+ none DELETE "+b.path("{dir}/groups")+"/\\S+ DELETE /admin/v2/", seen)
	assert.Regexp(t, " 404 GET /nowhere\\?<b> no such operation [0-9:]+ 200 GET "+b.path("{v1}/domains")+" GET /admin/v1/orgs/{orgId}/domains Counts: 2 in all ", seen)
	assert.Regexp(t, " GET /admin/v1/orgs/{orgId}/domains 1$", seen)
	assert.Equal(t, "status 429, 2×: "+searchGroups+" late answer, until all are removed: any operation Remove all", v.text("faults-part"))
	assert.Equal(t, "1 request broke the rules of the API: GET /nowhere: there is no such route Forget", v.text("violations-part"))
}

// Names never become markup, wherever they stand.
func TestThePageEscapesNames(t *testing.T) {
	t.Parallel()

	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'{{.}}`

	organization := simulator.SmallCompany()
	organization.Name = hostile
	organization.Users = append(organization.Users, simulator.User{Email: "eve@acme.example", Name: hostile})
	organization.Groups = append(organization.Groups, simulator.Group{Name: hostile, Description: hostile, Members: []string{"eve@acme.example"}})
	organization.AuthenticationPolicies = append(organization.AuthenticationPolicies, simulator.AuthenticationPolicy{Name: hostile, Members: []string{"eve@acme.example"}})
	organization.Apps = append(organization.Apps, simulator.App{Name: hostile, Vendor: hostile, ID: "ari:cloud:ecosystem::app/" + hostile, Installations: []simulator.AppInstallation{{Context: inJira}}})
	organization.OrganizationPolicies = []simulator.OrganizationPolicy{{Name: hostile, Type: simulator.PolicyDataResidency, In: []string{hostile}}}
	organization.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: hostile, Rules: map[string]string{"export": "block"}}}
	b := startAllowing(t, simulator.Options{Organization: organization})

	b.do("GET", "/"+url.PathEscape(hostile), nil)

	v := b.visit("?note=1&people=" + url.QueryEscape(hostile) + "&groups=" + url.QueryEscape(hostile))
	v.press("Remove "+hostile+" from "+hostile, nil)
	assert.Equal(t, hostile+" is no longer in "+hostile+".", v.says())
	assert.Equal(t, hostile, v.at.Query().Get("groups"), "what was searched for stays")

	for _, looked := range []*visitor{v, b.visit("")} {
		scripts := looked.all(func(n *html.Node) bool { return n.Data == "script" })
		require.Len(t, scripts, 1)
		assert.Equal(t, "page.js", attribute(scripts[0], "src"))
		assert.Empty(t, textOf(scripts[0]))
		assert.Empty(t, looked.all(func(n *html.Node) bool {
			return slices.Contains([]string{"img", "style", "iframe", "object", "base"}, n.Data) ||
				slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return strings.HasPrefix(a.Key, "on") || a.Key == "style" })
		}))
		assert.NotContains(t, looked.raw, "ZgotmplZ")
		assert.Contains(t, looked.row("people", hostile), "eve@acme.example")
		assert.Contains(t, looked.row("policies", hostile), hostile)
	}
}

// Each address is the page's own, and no other page can frame it or run script in it.
func TestThePageKeepsToItself(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	for path, kind := range map[string]string{
		"": "text/html; charset=utf-8", "page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
	} {
		got := b.do("GET", "/_simulator/"+path, nil)
		require.Equal(t, http.StatusOK, got.status, path)
		assert.Equal(t, kind, got.header.Get("Content-Type"))

		policy := got.header.Get("Content-Security-Policy")
		assert.Contains(t, policy, "default-src 'none'")
		assert.Contains(t, policy, "frame-ancestors 'none'")
		assert.NotContains(t, policy, "unsafe")
		assert.NotContains(t, policy, "http")
		assert.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
		assert.Equal(t, "same-origin", got.header.Get("Referrer-Policy"), "no-referrer would hide the origin of forms")
		assert.Equal(t, "no-store", got.header.Get("Cache-Control"))
	}

	assert.Empty(t, b.visit("").all(func(n *html.Node) bool {
		return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return strings.Contains(a.Val, "//") })
	}), "nothing comes from elsewhere")

	// People leave out the slash, and browsers ask for an icon by themselves.
	assert.Contains(t, b.do("GET", "/_simulator", nil).raw, "<h1>Acme</h1>")
	assert.Equal(t, "image/svg+xml", b.do("GET", "/favicon.ico", nil).header.Get("Content-Type"))
	assert.Equal(t, http.StatusNotFound, b.do("GET", "/.well-known/appspecific/com.chrome.devtools.json", nil).status, "developer tools look for a workspace")
	assert.Empty(t, b.Requests())
	assert.Empty(t, b.LastRequests())
	assert.Empty(t, b.Violations())
}

// No page of another origin presses a button, and no link makes the page say something.
func TestThePageRefusesOthers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	group := b.GroupID("contractors")
	form := "group=" + group + "&user=" + b.AccountID(lena)

	for name, edit := range map[string]func(*http.Request){
		"another origin":   func(r *http.Request) { r.Header.Set("Origin", "https://attacker.example") },
		"a hidden origin":  func(r *http.Request) { r.Header.Set("Origin", "null") },
		"another port":     func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") },
		"a form elsewhere": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another host":     func(r *http.Request) { r.Host = "attacker.example" },
	} {
		got := b.do("POST", "/_simulator/do/remove-member", form, func(r *http.Request) {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			edit(r)
		})
		assert.Contains(t, []int{http.StatusForbidden, http.StatusMisdirectedRequest}, got.status, name)
		assert.Len(t, b.Members(group), 2, name)
	}

	assert.Equal(t, http.StatusNotFound, b.do("GET", "/_simulator/do/remove-member?"+form, nil).status, "a link changes nothing")
	assert.Equal(t, http.StatusNotFound, b.do("POST", "/_simulator/do/anything", nil).status)
	assert.Len(t, b.Members(group), 2)
	assert.Empty(t, b.visit("?note=All+is+well&message=All+is+well").says())
}

// Of ten thousand people, the page shows a hundred, and finds the others.
func TestThePageOfTenThousandPeopleIsSmall(t *testing.T) {
	t.Parallel()

	organization := simulator.Organization{Name: "Large", Domains: []simulator.Domain{{Name: "large.example"}}}

	var everybody []string
	for i := range 10_000 {
		address := fmt.Sprintf("person-%05d@large.example", i)
		everybody = append(everybody, address)
		organization.Users = append(organization.Users, simulator.User{Email: address, Name: "Person " + strconv.Itoa(i)})
	}

	organization.Groups = append(organization.Groups, simulator.Group{Name: "everybody", Members: everybody})
	for i := range 300 {
		organization.Groups = append(organization.Groups, simulator.Group{Name: fmt.Sprintf("team %03d", i), Members: everybody[:100]})
	}

	b := start(t, simulator.Options{Organization: organization})
	v := b.visit("")

	assert.Contains(t, v.text("people-part"), "10000 people. The first 100 are shown")
	assert.Contains(t, v.text("groups-part"), "301 groups. The first 100 are shown")
	assert.Contains(t, v.row("groups", "everybody"), "and 9995 more, 10000 in all")
	assert.Contains(t, v.row("policies", "Default policy"), "and 9900 more, 10000 in all")
	assert.Less(t, len(v.raw), 600_000)

	v = b.visit("?people=person-0900&groups=EVERY")
	assert.Contains(t, v.text("people-part"), "10 of 10000 people found by “person-0900”")
	assert.Contains(t, v.text("groups-part"), "1 of 301 groups found by “EVERY”")
	assert.Contains(t, v.row("groups", "everybody"), "and 9900 more", "a short table shows more")
	v.press("Remove Person 9001 from everybody", nil)
	assert.Equal(t, "Person 9001 is no longer in everybody.", v.says())
	assert.Contains(t, v.text("people-part"), "10 of 10000 people", "the search stays")
	assert.Contains(t, b.visit("?people=nobody").text("people-part"), "Nobody is found.")
}
