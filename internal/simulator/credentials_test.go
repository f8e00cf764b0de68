// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestAPIKeys(t *testing.T) {
	t.Parallel()

	company := simulator.SmallCompany()
	company.APIKey.Label = "pipeline"
	company.OtherAPIKeys = []simulator.APIKey{
		{Label: "laptop", CreatedBy: company.Users[1].Email, Scopes: []string{"read:keys:admin"}, ExpiresAt: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)},
	}
	b := start(t, simulator.Options{Organization: company})
	path := "/admin/api-access/v1/orgs/" + b.Simulator.Credentials().OrganizationID + "/api-keys"

	found := b.ok("GET", path+"?q=LAPTOP", nil)
	require.Equal(t, []string{"laptop"}, found.column("label"))
	assert.Equal(t, company.Users[1].Email, found.at("data", 0, "createdBy", "email"))
	assert.Equal(t, "2027-01-02T03:04:05Z", found.at("data", 0, "expiresAt"))

	first := b.ok("GET", path+"?pageSize=1", nil)
	cursor, _ := first.at("links", "next").(string)
	second := b.ok("GET", path+"?pageSize=1&cursor="+url.QueryEscape(cursor), nil)
	assert.ElementsMatch(t, []string{"pipeline", "laptop"}, append(first.column("label"), second.column("label")...))
	assert.Nil(t, second.at("links", "next"))

	described := b.Organization()
	assert.Equal(t, "pipeline", described.APIKey.Label)
	require.Len(t, described.OtherAPIKeys, 1)
	assert.Empty(t, described.APIKey.CreatedBy)

	require.NoError(t, b.CreateAPIKey(simulator.APIKey{Label: "new"}))
	require.Error(t, b.CreateAPIKey(simulator.APIKey{Label: "new"}), "its ID is taken")
	require.Error(t, b.CreateAPIKey(simulator.APIKey{Label: "newer", CreatedBy: "nobody"}))
	require.Error(t, b.CreateAPIKey(simulator.APIKey{Label: "newest", Value: "x"}))
	assert.Len(t, b.ok("GET", path, nil).column("label"), 3)
}

// credentialCompany is the small company with three keys and four tokens.
func credentialCompany() simulator.Organization {
	at := func(day int) time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }
	company := simulator.SmallCompany()
	company.APIKey.Label = "pipeline"
	company.OtherAPIKeys = []simulator.APIKey{
		{Label: "laptop", CreatedBy: company.Users[1].Email, CreatedAt: at(1), ExpiresAt: at(30), LastActiveAt: at(2)},
		{Label: "old", CreatedAt: at(1), ExpiresAt: at(3)},
	}
	company.UserAPIToken = simulator.UserAPIToken{Email: company.Users[0].Email, Label: "terraform", CreatedAt: at(5)}
	company.APITokens = []simulator.APIToken{
		{User: company.Users[1].Email, Label: "script", CreatedAt: at(1), LastActiveAt: at(20), ExpiresAt: at(29), Scopes: []string{"read:jira-work"}},
		{User: company.Users[1].Email, Label: "forgotten", CreatedAt: at(2), Status: "BLOCKED"},
		{User: company.Users[0].Email, Label: "backup", CreatedAt: at(3), LastActiveAt: at(4)},
	}

	return company
}

var credentialNow = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func startCredentials(t *testing.T) (b *bench, access, manage string) {
	t.Helper()

	company := credentialCompany()
	b = start(t, simulator.Options{Organization: company, Now: func() time.Time { return credentialNow }})

	return b, "/admin/api-access/v1/orgs/" + b.OrganizationID, "/users/" + b.AccountID(company.Users[1].Email) + "/manage/api-tokens"
}

func TestCredentialFilters(t *testing.T) {
	t.Parallel()

	b, access, _ := startCredentials(t)

	for query, want := range map[string][]string{
		"":       {"backup", "forgotten", "script", "terraform"},
		"q=FORG": {"forgotten"},
		"q=" + url.QueryEscape(credentialCompany().Users[1].Email): {"forgotten", "script"},
		"status=BLOCKED": {"forgotten"},
		"status=ALLOWED": {"backup", "script", "terraform"},
		"lastActiveAtSearchType=gt&lastActiveAtUom=day&lastActiveAtValue=10":  {"backup"},
		"lastActiveAtSearchType=lt&lastActiveAtUom=week&lastActiveAtValue=1":  {"script"},
		"createdAtSearchType=range&createdAtFrom=2026-11-02T00:00:00Z":        {"backup", "forgotten", "terraform"},
		"createdAtSearchType=range&createdAtTo=2026-11-02T00:00:00Z":          {"script"},
		"createdAtSearchType=range&createdAtRangeFrom=24&createdAtRangeTo=23": {"script", "forgotten"},
	} {
		found := b.ok("GET", access+"/api-tokens?"+query, nil)
		assert.ElementsMatch(t, want, found.column("label"), query)
		assert.Equal(t, strconv.Itoa(len(want)), b.ok("GET", access+"/api-tokens/count?"+query, nil).raw, query)
	}

	assert.Equal(t, []string{"old"}, b.ok("GET", access+"/api-keys?expiresAtSearchType=range&expiresAtTo=2026-11-25T00:00:00Z", nil).column("label"))
	assert.Equal(t, "1", b.ok("GET", access+"/api-keys/count?lastActiveAtSearchType=gt&lastActiveAtUom=day&lastActiveAtValue=1", nil).raw)
	assert.Equal(t, []string{"script", "backup"}, b.ok("GET", access+"/api-tokens?sort=-lastActiveAt&pageSize=2", nil).column("label"))
}

func TestCredentialFiltersAreStrict(t *testing.T) {
	t.Parallel()

	for _, query := range []string{
		"status=allowed", "createdAtSearchType=after", "createdAtSearchType=gt", "createdAtFrom=2026-11-02T00:00:00Z", "createdAtSearchType=range", "createdAtSearchType=range&createdAtTo=yesterday",
		"sort=color", "pageSize=0", "cursor=x", "limit=10", "expiresAtSearchType=gt&expiresAtUom=day&expiresAtValue=1",
	} {
		b := startAllowing(t, simulator.Options{Organization: credentialCompany()})
		assert.Equal(t, 400, b.do("GET", "/admin/api-access/v1/orgs/"+b.OrganizationID+"/api-tokens?"+query, nil).status, query)
		assert.NotEmpty(t, b.Violations(), query)
	}

	b := startAllowing(t, simulator.Options{Organization: credentialCompany()})
	assert.Equal(t, 400, b.do("GET", "/admin/api-access/v1/orgs/"+b.OrganizationID+"/api-keys?keyType=scoped", nil).status)
	assert.NotEmpty(t, b.Violations())
}

func TestRevokedCredentials(t *testing.T) {
	t.Parallel()

	b, access, manage := startCredentials(t)

	tokens := b.ok("GET", manage, nil)
	require.Len(t, tokens.list, 2)
	token, _ := tokens.list[0].(map[string]any)
	assert.Equal(t, 204, b.do("DELETE", manage+"/"+token["id"].(string), nil).status)
	assert.Equal(t, 404, b.do("DELETE", manage+"/"+token["id"].(string), nil).status)
	assert.Len(t, b.ok("GET", manage, nil).list, 1)
	assert.Len(t, b.ok("GET", access+"/api-tokens", nil).column("label"), 3)

	old := b.ok("GET", access+"/api-keys?q=old", nil).at("data", 0, "id").(string)
	assert.Equal(t, 200, b.do("PATCH", access+"/api-keys/revoke/"+old, nil).status)
	assert.Equal(t, "2", b.ok("GET", access+"/api-keys/count", nil).raw)

	own := b.Organization().APIKey.ID
	assert.Equal(t, 200, b.do("PATCH", access+"/api-keys/revoke/"+own, nil).status, "nothing but the client keeps it")
	assert.Equal(t, 401, b.do("GET", access+"/api-keys", nil).status, "the key of the requests is gone")
	require.Error(t, b.RevokeAPIKey("pipeline"))
	require.NoError(t, b.RevokeAPIToken("terraform"))
	require.Error(t, b.RevokeAPIToken("terraform"))
}

func TestNothingRevokesAllTokens(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{Organization: credentialCompany()})
	assert.Equal(t, 403, b.do("DELETE", "/admin/api-access/v1/orgs/"+b.OrganizationID+"/api-tokens", nil).status)
	assert.Len(t, b.Violations(), 1, "a test that sends it fails")
	assert.Len(t, b.Organization().APITokens, 3)
}

func TestCredentialDeeds(t *testing.T) {
	t.Parallel()

	b, access, _ := startCredentials(t)
	later := credentialNow.Add(time.Hour)

	made := b.do("POST", "/_simulator/api-tokens", `{"user": "`+credentialCompany().Users[1].Email+`", "label": "new"}`)
	require.Equal(t, 201, made.status, made.raw)
	assert.Equal(t, 204, b.do("PATCH", "/_simulator/api-tokens/new", simulator.CredentialUse{LastActiveAt: &later, ExpiresAt: &later}).status)
	found := b.ok("GET", access+"/api-tokens?q=new", nil)
	assert.Equal(t, "2026-11-25T13:00:00Z", found.at("data", 0, "expiresAt"))
	assert.Equal(t, made.at("id"), found.at("data", 0, "id"))
	assert.Equal(t, 204, b.do("PATCH", "/_simulator/api-tokens/terraform", simulator.CredentialUse{LastActiveAt: &later}).status)
	assert.Equal(t, 204, b.do("DELETE", "/_simulator/api-tokens/new", nil).status)
	assert.Equal(t, 404, b.do("PATCH", "/_simulator/api-tokens/new", `{}`).status)

	assert.Equal(t, 204, b.do("POST", "/_simulator/api-keys", `{"label": "new"}`).status)
	assert.Equal(t, 204, b.do("PATCH", "/_simulator/api-keys/new", simulator.CredentialUse{ExpiresAt: &later}).status)
	assert.Equal(t, 204, b.do("PATCH", "/_simulator/api-keys/pipeline", simulator.CredentialUse{ExpiresAt: &later}).status)
	assert.Equal(t, 204, b.do("DELETE", "/_simulator/api-keys/new", nil).status)
	assert.Equal(t, 404, b.do("DELETE", "/_simulator/api-keys/new", nil).status)
	assert.Equal(t, 404, b.do("PATCH", "/_simulator/api-keys/new", `{}`).status)

	_, err := b.CreateAPIToken(simulator.APIToken{User: "nobody"})
	require.Error(t, err)
	_, err = b.CreateAPIToken(simulator.APIToken{User: credentialCompany().Users[1].Email, Label: "script"})
	require.Error(t, err, "its ID is taken")
	_, err = b.CreateAPIToken(simulator.APIToken{User: credentialCompany().Users[1].Email, Status: "open"})
	require.Error(t, err)
}
