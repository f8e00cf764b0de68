// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// withSettings is the small company with policies and levels of every kind.
func withSettings() simulator.Organization {
	org := simulator.SmallCompany()
	org.OrganizationPolicies = []simulator.OrganizationPolicy{{
		ID: "1", Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"},
		Resources: []simulator.PolicyResource{{ID: jiraSite}, {ID: confluenceSite, ApplicationStatus: "applying"}},
	}}
	org.DataSecurityPolicies = []simulator.DataSecurityPolicy{
		{ID: "2", Name: "No export", Rules: map[string]string{"export": "block", "publicLinks": "block"}},
		{ID: "3", Name: "Marketing may", Coverage: "CONTAINER", Status: simulator.DataSecurityDraft, Rules: map[string]string{"export": "allow"}},
	}
	org.ClassificationLevels = []simulator.ClassificationLevel{{Name: "Secret"}, {Name: "Public", Status: "DRAFT"}}

	return org
}

const (
	dataSecurity = "/admin/control/v2/orgs/5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75/policies"
	levels       = "/admin/dlp/v1/orgs/5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75/classification-levels"
)

func TestPoliciesOfTheOrganization(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: withSettings()})

	list := b.ok("GET", "{v1}/policies", nil)
	assert.Equal(t, []string{"ip-allowlist", "data-security", "data-security", "data-residency"}, list.column("attributes", "type"))
	assert.Equal(t, []string{"enabled", "enabled", "disabled", "enabled"}, list.column("attributes", "status"))
	assert.Equal(t, []any{"192.0.2.0/24"}, list.at("data", 0, "attributes", "rule", "in"))
	assert.Equal(t, []any{
		object{"id": jiraSite, "applicationStatus": "applied"}, object{"id": confluenceSite, "applicationStatus": "applying"},
	}, list.at("data", 0, "attributes", "resources"))
	assert.Nil(t, list.at("data", 1, "attributes", "rule"), "the documented rule says nothing about data security")
	assert.InDelta(t, 4, list.at("meta", "page_size"), 0)
	assert.Equal(t, []string{"ip-allowlist"}, b.ok("GET", "{v1}/policies?type=ip-allowlist", nil).column("attributes", "type"))
	assert.Equal(t, list.at("data", 0), b.ok("GET", "{v1}/policies/1", nil).at("data"))

	unknown := b.do("GET", "{v1}/policies/9", nil)
	assert.Equal(t, http.StatusNotFound, unknown.status)
	assert.Equal(t, "ADMIN-404-5", unknown.at("errors", 0, "code"))
}

func TestLivePoliciesHaveOtherTypesAndRules(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{LiveForms: true})

	list := b.ok("GET", "{v1}/policies", nil)
	require.Equal(t, []string{"data-residency", "generative-ai"}, list.column("attributes", "type"))
	assert.Equal(t, []any{}, list.at("data", 1, "attributes", "rule"))
	assert.Contains(t, list.raw, `"metadata":null`)
}

func TestDataSecurityPolicies(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: withSettings()})

	list := b.ok("GET", dataSecurity+"?type=data-security", nil)
	assert.Equal(t, []string{"active", "draft"}, list.column("attributes", "status"))
	assert.Equal(t, object{"export": object{"effect": "block"}, "publicLinks": object{"effect": "block"}}, list.at("data", 0, "attributes", "rule"))
	assert.Equal(t, []string{"ORG", "CONTAINER"}, list.column("attributes", "metadata", "policyCoverageLevel"))
	assert.Equal(t, "2", list.at("links", "page_size"), "a text here")
	assert.InDelta(t, 2, list.at("meta", "page_size"), 0, "and a number there")
	assert.Len(t, b.ok("GET", dataSecurity, nil).column("id"), 4)
	assert.Equal(t, list.at("data", 1), b.ok("GET", dataSecurity+"/3", nil).at("data"))
	assert.Equal(t, http.StatusNotFound, b.do("GET", dataSecurity+"/9", nil).status)

	// A draft that is deleted can still be read.
	require.NoError(t, b.PutDataSecurityPolicy(simulator.DataSecurityPolicy{
		ID: "3", Name: "Marketing may", Coverage: "CONTAINER", Status: simulator.DataSecurityDeleted, Rules: map[string]string{"export": "allow"},
	}))
	assert.Equal(t, "deleted", b.ok("GET", dataSecurity+"/3", nil).at("data", "attributes", "status"))
}

func TestDataSecurityPoliciesComeInPages(t *testing.T) {
	t.Parallel()

	org := simulator.SmallCompany()
	for i := range 30 {
		org.DataSecurityPolicies = append(org.DataSecurityPolicies, simulator.DataSecurityPolicy{
			ID: fmt.Sprintf("p%02d", i), Name: fmt.Sprintf("P%d", i), Rules: map[string]string{"export": "allow"},
		})
	}

	b := start(t, simulator.Options{Organization: org})

	first := b.ok("GET", dataSecurity+"?type=data-security", nil)
	require.Len(t, first.column("id"), 25)

	next, ok := first.at("meta", "next").(string)
	require.True(t, ok)

	second := b.ok("GET", dataSecurity+"?type=data-security&cursor="+url.QueryEscape(next), nil)
	assert.Len(t, second.column("id"), 5)
	assert.Nil(t, second.at("meta", "next"))
}

func TestClassificationLevels(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: withSettings()})

	list := b.ok("GET", levels, nil)
	assert.Equal(t, "PUBLISHED", list.at("levels", 0, "status"))
	assert.Equal(t, "DRAFT", list.at("levels", 1, "status"))

	id, _ := list.at("levels", 0, "levelId").(string)
	assert.Equal(t, list.at("levels", 0), any(b.ok("GET", levels+"/"+url.PathEscape(id), nil).body))
	assert.Equal(t, http.StatusNotFound, b.do("GET", levels+"/x", nil).status)

	b.SetGuardPremium(false)
	assert.Equal(t, http.StatusPaymentRequired, b.do("GET", levels, nil).status)
}

func TestReadsOfSettingsNeedTheirScopes(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{APIKey: simulator.APIKey{Scopes: []string{"read:groups:admin"}}}})

	assert.Equal(t, http.StatusOK, b.do("GET", "{v1}/policies", nil).status, "no scope is documented")
	assert.Equal(t, http.StatusForbidden, b.do("GET", dataSecurity, nil).status)
	assert.Equal(t, http.StatusForbidden, b.do("GET", levels, nil).status)
}

func TestSettingsThatCannotBe(t *testing.T) {
	t.Parallel()

	for problem, change := range map[string]func(*simulator.Organization){
		"there are two named": func(o *simulator.Organization) {
			o.ClassificationLevels = []simulator.ClassificationLevel{{Name: "Secret"}, {Name: "SECRET"}}
		},
		"name is missing": func(o *simulator.Organization) {
			o.OrganizationPolicies = []simulator.OrganizationPolicy{{Type: simulator.PolicyIPAllowlist}}
		},
		`"authentication" is none of`: func(o *simulator.Organization) {
			o.OrganizationPolicies = []simulator.OrganizationPolicy{{Name: "A", Type: "authentication"}}
		},
		"which this one overrides": func(o *simulator.Organization) {
			o.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "A", Coverage: "WORKSPACE", Rules: map[string]string{"export": "block"}}}
		},
		"can have several rules": func(o *simulator.Organization) {
			o.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "A", Coverage: "WORKSPACE"}}
		},
		`"forbid" is none of`: func(o *simulator.Organization) {
			o.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "A", Rules: map[string]string{"export": "forbid"}}}
		},
	} {
		org := simulator.SmallCompany()
		change(&org)

		_, err := simulator.New(simulator.Options{Organization: org})
		assert.ErrorContains(t, err, problem)
	}
}

// A name that passes on does not make two of one ID, and no two have one name.
func TestASettingIsRenamedByItsID(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: withSettings()})
	secret, public := b.Organization().ClassificationLevels[0], b.Organization().ClassificationLevels[1]
	require.NoError(t, b.PutClassificationLevel(simulator.ClassificationLevel{ID: public.ID, Name: "Internal"}))
	require.NoError(t, b.PutClassificationLevel(simulator.ClassificationLevel{ID: secret.ID, Name: "Public"}))
	require.NoError(t, b.PutClassificationLevel(simulator.ClassificationLevel{ID: public.ID, Name: "Secret"}))
	require.ErrorContains(t, b.PutClassificationLevel(simulator.ClassificationLevel{ID: public.ID, Name: "public"}), "there are two named")

	names := make(map[string]string)
	for _, level := range b.Organization().ClassificationLevels {
		names[level.ID] = level.Name
	}
	assert.Equal(t, map[string]string{secret.ID: "Public", public.ID: "Secret"}, names)
}

func TestConsoleChangesSettings(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, deed := range []struct {
		method, path string
		body         any
	}{
		{"PUT", "organization-policies", object{"name": "Office", "type": "ip-allowlist", "in": []string{"192.0.2.1"}, "resources": []any{object{"id": jiraSite}}}},
		{"PUT", "organization-policies", object{"name": "office", "type": "ip-allowlist", "status": "disabled", "in": []string{"192.0.2.1"}}},
		{"PUT", "data-security-policies", object{"name": "No export", "rules": object{"export": "block"}}},
		{"PUT", "classification-levels", object{"name": "Secret"}},
		{"PUT", "classification-levels/Secret/place", object{"place": 1}},
		{"PUT", "guard-premium", object{"included": false}},
	} {
		assert.Equal(t, http.StatusNoContent, b.do(deed.method, "/_simulator/"+deed.path, deed.body).status, deed.path)
	}

	now := b.Organization()
	require.Len(t, now.OrganizationPolicies, 2, "the second request replaced what the first one made")
	assert.Equal(t, simulator.PolicyDisabled, now.OrganizationPolicies[1].Status)
	assert.Len(t, now.DataSecurityPolicies, 1)
	assert.Len(t, now.ClassificationLevels, 1)
	assert.True(t, now.LacksGuardPremium)

	assert.Equal(t, http.StatusNoContent, b.do("DELETE", "/_simulator/organization-policies/Office", nil).status)
	assert.Equal(t, http.StatusNotFound, b.do("DELETE", "/_simulator/organization-policies/Office", nil).status)
}
