// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// allowlist is an IP allowlist that is on for Jira, with changes.
func allowlist(change ...func(*Policy)) Policy {
	policy := Policy{
		ID: "1", Name: "Office", Type: "ip-allowlist", Status: "enabled",
		Rule:      atlassian.PolicyRule{In: []string{"192.0.2.0/24", "2001:db8::1"}, Raw: "{}"},
		Resources: atlassian.PolicyResources{Known: true, List: []atlassian.PolicyResource{{ID: "jira", ApplicationStatus: "applied"}}},
	}
	for _, c := range change {
		c(&policy)
	}
	return policy
}

func inStatus(status string) func(*Policy) { return func(p *Policy) { p.Status = status } }

func with(in ...string) func(*Policy) { return func(p *Policy) { p.Rule.In = in } }

func raw(rule string) func(*Policy) { return func(p *Policy) { p.Rule.Raw = rule } }

func on(resources ...string) func(*Policy) {
	return func(p *Policy) {
		p.Resources.List = nil
		for _, resource := range resources {
			id, status, _ := strings.Cut(resource, "=")
			p.Resources.List = append(p.Resources.List, atlassian.PolicyResource{ID: id, ApplicationStatus: status})
		}
	}
}

func TestIPAllowlist(t *testing.T) {
	t.Parallel()
	other := Policy{ID: "9", Name: "Other", Type: "data-residency", Status: "enabled"}
	unsaid := func(p *Policy) { p.Resources = atlassian.PolicyResources{} }
	second := func(p *Policy) { p.ID, p.Name = "2", "Second" }
	for name, test := range map[string]struct {
		policies []Policy
		state    State
		reasons  string // joined
		unclear  string
	}{
		"on":                           {[]Policy{other, allowlist()}, On, "", ""},
		"on, in capitals":              {[]Policy{allowlist(inStatus("ENABLED"), on("jira=APPLIED"))}, On, "", ""},
		"none":                         {[]Policy{other}, Off, "no policy of the organization is an IP allowlist", ""},
		"no policy at all":             {nil, Unknown, "", "Atlassian lists no policy of any type, although an organization always has one"},
		"disabled":                     {[]Policy{allowlist(inStatus("disabled"))}, Off, `IP allowlist "Office" is disabled`, ""},
		"disabled, without resources":  {[]Policy{allowlist(inStatus("disabled"), unsaid)}, Off, `IP allowlist "Office" is disabled`, ""},
		"a status that is missing":     {[]Policy{allowlist(inStatus(""))}, Unknown, "", `IP allowlist "Office" does not say whether it is enabled`},
		"a status that is new":         {[]Policy{allowlist(inStatus("paused"))}, Unknown, "", `IP allowlist "Office" has the status paused, which is not known`},
		"a rule of another form":       {[]Policy{allowlist(with())}, Unknown, "", `IP allowlist "Office" has no rule that lists addresses`},
		"a rule that lists nothing":    {[]Policy{allowlist(func(p *Policy) { p.Rule.In = []string{} })}, Unknown, "", `IP allowlist "Office" has no rule that lists addresses`},
		"a rule with something else":   {[]Policy{allowlist(with("192.0.2.1", "office"))}, Unknown, "", `IP allowlist "Office" allows "office", which is neither an address nor a block of addresses`},
		"everything":                   {[]Policy{allowlist(with("192.0.2.1", "0.0.0.0/0"))}, Off, `IP allowlist "Office" lets every address of IPv4 in`, ""},
		"everything, in two halves":    {[]Policy{allowlist(with("0.0.0.0/1", "128.0.0.0/1"))}, Off, `IP allowlist "Office" lets every address of IPv4 in`, ""},
		"everything, as IPv6":          {[]Policy{allowlist(with("::ffff:0.0.0.0/96"))}, Off, `IP allowlist "Office" lets every address of IPv4 in`, ""},
		"everything of IPv6":           {[]Policy{allowlist(with("::/0"))}, Off, `IP allowlist "Office" lets every address of IPv6 in`, ""},
		"everything, beside another":   {[]Policy{allowlist(), allowlist(second, with("0.0.0.0/0"))}, Off, `IP allowlist "Second" lets every address of IPv4 in`, ""},
		"everything, somewhere":        {[]Policy{allowlist(), allowlist(second, with("0.0.0.0/0"), unsaid)}, Partial, `IP allowlist "Second" lets every address of IPv4 in`, `IP allowlist "Second" does not say where it does so`},
		"everybody of IPv4":            {[]Policy{allowlist(with("0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3", "224.0.0.0/4"))}, Off, `IP allowlist "Office" lets every address of IPv4 in`, ""},
		"everybody of IPv6":            {[]Policy{allowlist(with("192.0.2.1", "2000::/3"))}, Off, `IP allowlist "Office" lets every address of IPv6 in`, ""},
		"nearly everybody":             {[]Policy{allowlist(with("0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/4"))}, On, "", ""},
		"mobile apps from anywhere":    {[]Policy{allowlist(func(p *Policy) { p.Rule.AllowMobileBypass = new(true) })}, Off, `IP allowlist "Office" lets mobile apps in from every address`, ""},
		"no mobile apps":               {[]Policy{allowlist(func(p *Policy) { p.Rule.AllowMobileBypass = new(false) })}, On, "", ""},
		"a rule that says more":        {[]Policy{allowlist(raw(`{"in":[],"notIn":["192.0.2.1"],"allowAll":true}`))}, Unknown, "", `IP allowlist "Office" has a rule with "allowAll", which is not known here`},
		"a bypass of another form":     {[]Policy{allowlist(raw(`{"in":[],"allowMobileBypass":"yes"}`))}, Unknown, "", `IP allowlist "Office" has a rule with "allowMobileBypass", which is not known here`},
		"a rule that says more, off":   {[]Policy{allowlist(raw(`{"in":[],"allowMobileBypass":null,"allowAll":false,"notIn":null}`))}, On, "", ""},
		"resources are not said":       {[]Policy{allowlist(unsaid)}, Unknown, "", `IP allowlist "Office" does not say what it applies to`},
		"no resources":                 {[]Policy{allowlist(on())}, Off, `IP allowlist "Office" applies to nothing`, ""},
		"a resource without an ID":     {[]Policy{allowlist(on("=applied"))}, Unknown, "", `IP allowlist "Office" applies to a resource without an ID`},
		"applying":                     {[]Policy{allowlist(on("jira=applying"))}, Applying, `IP allowlist "Office" is not applied to jira yet: its status there is applying`, ""},
		"failed":                       {[]Policy{allowlist(on("jira=failed"))}, Off, `IP allowlist "Office" is not applied to jira: its status there is failed`, ""},
		"removing":                     {[]Policy{allowlist(on("jira=removing"))}, Off, `IP allowlist "Office" is not applied to jira: its status there is removing`, ""},
		"an application not said":      {[]Policy{allowlist(on("jira="))}, Unknown, "", `IP allowlist "Office" does not say whether it is applied to jira`},
		"an application that is new":   {[]Policy{allowlist(on("jira=paused"))}, Unknown, "", `IP allowlist "Office" has the status paused for jira, which is not known`},
		"applied to one":               {[]Policy{allowlist(on("jira=applied", "wiki=failed"))}, Partial, `IP allowlist "Office" is not applied to wiki: its status there is failed`, ""},
		"applied, and not":             {[]Policy{allowlist(on("jira=applied", "jira=failed", "wiki=applied"))}, Partial, `IP allowlist "Office" is not applied to jira: its status there is failed`, `IP allowlist "Office" names jira twice, with different statuses`},
		"applied, twice":               {[]Policy{allowlist(on("jira=applied", "jira=applied"))}, On, "", ""},
		"applied to one, another new":  {[]Policy{allowlist(on("jira=applied", "wiki=new"))}, Partial, "", `IP allowlist "Office" has the status new for wiki, which is not known`},
		"applying, and another new":    {[]Policy{allowlist(on("jira=applying", "wiki="))}, Unknown, `IP allowlist "Office" is not applied to jira yet: its status there is applying`, `IP allowlist "Office" does not say whether it is applied to wiki`},
		"one of two is on":             {[]Policy{allowlist(inStatus("disabled")), allowlist(second)}, On, `IP allowlist "Office" is disabled`, ""},
		"one of two is on elsewhere":   {[]Policy{allowlist(inStatus("disabled"), on("wiki=applied")), allowlist(second)}, Partial, `IP allowlist "Office" is disabled`, ""},
		"another one is not clear":     {[]Policy{allowlist(), allowlist(second, unsaid)}, Partial, "", `IP allowlist "Second" does not say what it applies to`},
		"another one for the same":     {[]Policy{allowlist(), allowlist(second, inStatus(""))}, Partial, "", `IP allowlist "Second" does not say whether it is enabled`},
		"a name that is a line to add": {[]Policy{allowlist(inStatus("disabled"), func(p *Policy) { p.Name = "x\nall is well" })}, Off, `IP allowlist "x\nall is well" is disabled`, ""},
		"no name":                      {[]Policy{allowlist(inStatus("disabled"), func(p *Policy) { p.Name = "" })}, Off, "IP allowlist 1 is disabled", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := newIPAllowlist(test.policies)
			assert.Equal(t, test.state.String(), found.State.String())
			assert.Equal(t, test.reasons, strings.Join(found.Reasons, "; "))
			assert.Equal(t, test.unclear, strings.Join(found.Unclear, "; "))
		})
	}
}

func TestIPAllowlistSaysWhere(t *testing.T) {
	t.Parallel()
	found := newIPAllowlist([]Policy{
		allowlist(on("wiki=applying", "desk=", "jira=failed")),
		allowlist(func(p *Policy) { p.ID, p.Name = "2", "Another" }, on("jira=applied", "wiki=removing")),
	})
	require.Equal(t, []AllowlistPolicy{{"2", "Another", "enabled"}, {"1", "Office", "enabled"}}, found.Policies)
	require.Equal(t, []AllowlistResource{{"desk", Unknown}, {"jira", On}, {"wiki", Applying}}, found.Resources)
	require.Equal(t, Partial, found.State)
}
