// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// managing is the path of an operation of the User management API.
func (b *bench) managing(user, operation string) string {
	return "/users/" + b.AccountID(user) + "/manage" + operation
}

// shown is what the search shows of a user.
func (b *bench) shown(accountID string) object {
	b.t.Helper()

	got := b.ok("POST", "{all}/users/search", object{"accountIds": []string{accountID}})
	found, _ := got.at("data", 0).(object)

	return found
}

func TestProfile(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	id := b.AccountID(emil)

	got := b.ok("GET", b.managing(emil, "/profile"), nil)
	assert.Equal(t, object{"account": object{
		"account_id": id, "account_status": "active", "account_type": "atlassian", "email": emil, "name": "Emil Sorensen", "nickname": "Emil Sorensen",
		"picture": "https://pictures.simulated.example/" + id + ".png",
	}}, got.body)

	changed := b.ok("PATCH", b.managing(emil, "/profile"), object{"name": "Emil S.", "zoneinfo": "Europe/Oslo", "extended_profile": object{"job_title": "Engineer"}})
	assert.Equal(t, "Emil S.", changed.at("account", "name"))
	assert.Equal(t, "Emil Sorensen", changed.at("account", "nickname"), "what the request does not name stays")
	assert.Equal(t, object{"job_title": "Engineer"}, changed.at("account", "extended_profile"))

	b.ok("PATCH", b.managing(emil, "/profile"), object{"extended_profile": object{"department": "R&D"}, "locale": "nb-NO"})
	assert.Equal(t, simulator.Profile{
		Email: emil, Name: "Emil S.", Nickname: "Emil Sorensen", JobTitle: "Engineer", Department: "R&D", TimeZone: "Europe/Oslo", Locale: "nb-NO",
	}, b.Profile(emil))

	shown := b.shown(id)
	assert.Equal(t, "Engineer", shown["jobTitle"])
	assert.Equal(t, "Europe/Oslo", shown["timeZone"])
	assert.NotContains(t, shown, "locale", "the search does not have it")
}

func TestProfileConstraints(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	got := b.do("PATCH", b.managing(emil, "/profile"), object{"name": strings.Repeat("x", 101), "nickname": "a\x00b", "locale": "en-US"})
	assert.Equal(t, http.StatusBadRequest, got.status)
	assert.Equal(t, object{"key": "fieldConstraintsViolated", "context": object{"fieldViolations": []any{
		object{"field": "name", "violations": []any{object{"key": "maxLength"}}},
		object{"field": "nickname", "violations": []any{object{"key": "validCharacters"}}},
	}}}, got.body)
	assert.Empty(t, b.Profile(emil).Locale, "all or nothing")

	require.NoError(t, b.Lock(emil, "extended_profile.job_title", "externalDirectory.google"))

	got = b.do("PATCH", b.managing(emil, "/profile"), object{"name": "New", "extended_profile": object{"job_title": "x"}})
	assert.Equal(t, http.StatusForbidden, got.status)
	assert.Equal(t, object{"key": "forbidden.fieldMutation", "context": object{
		"extended_profile.job_title": object{"allowed": false, "reason": object{"key": "externalDirectory.google"}},
	}}, got.body)
	assert.Equal(t, "Emil Sorensen", b.Profile(emil).Name)

	require.NoError(t, b.Lock(emil, "extended_profile.job_title", ""))
	b.ok("PATCH", b.managing(emil, "/profile"), object{"extended_profile": object{"job_title": "x"}})
}

func TestProfileRefusesWhatIsNotWritable(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	for _, body := range []object{{"email": "a@acme.example"}, {"extended_profile": object{"salary": "1"}}, {"extended_profile": nil}, {"name": nil}} {
		assert.Equal(t, http.StatusBadRequest, b.do("PATCH", b.managing(emil, "/profile"), body).status, body)
	}

	assert.Len(t, b.Violations(), 4)
}

func TestSetEmail(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	id := b.AccountID(emil)
	set := func(email string) reply { return b.do("PUT", "/users/"+id+"/manage/email", object{"email": email}) }

	refused := set("emil@elsewhere.example")
	assert.Equal(t, http.StatusForbidden, refused.status)
	assert.Equal(t, object{"key": "forbidden.unclaimedDomain", "context": object{"domain": "elsewhere.example"}}, refused.body)
	assert.Equal(t, http.StatusBadRequest, set("emil").status)
	assert.Equal(t, http.StatusBadRequest, set(ada).status, "somebody else has it")

	assert.Equal(t, http.StatusNoContent, set("e.sorensen@acme.dev").status)
	assert.Equal(t, "e.sorensen@acme.dev", b.shown(id)["email"])
	assert.Equal(t, id, b.AccountID("e.sorensen@acme.dev"))
	assert.Empty(t, b.AccountID(emil))

	require.NoError(t, b.Lock(id, "email.set", "externalDirectory.scim"))

	locked := set(emil)
	assert.Equal(t, http.StatusForbidden, locked.status)
	assert.Equal(t, object{"key": "forbidden.action", "context": object{"allowed": false, "reason": object{"key": "externalDirectory.scim"}}}, locked.body)
	assert.Equal(t, object{"allowed": false, "reason": object{"key": "externalDirectory.scim"}}, b.ok("GET", "/users/"+id+"/manage", nil).body["email.set"])
}

func TestSearchesShowProfilesLate(t *testing.T) {
	t.Parallel()

	at := newClock()
	b := start(t, simulator.Options{Lag: time.Minute, Now: at.Now})
	id := b.AccountID(emil)

	b.ok("PATCH", "/users/"+id+"/manage/profile", object{"name": "One"})
	b.ok("PATCH", "/users/"+id+"/manage/profile", object{"name": "Two"})
	require.Equal(t, http.StatusNoContent, b.do("PUT", "/users/"+id+"/manage/email", object{"email": "two@acme.example"}).status)
	require.Equal(t, http.StatusNoContent, b.do("POST", "/users/"+id+"/manage/lifecycle/disable", object{}).status)

	byEmail := func(email string) []string {
		return b.ok("POST", "{all}/users/search", object{"emails": []string{email}}).column("accountId")
	}

	assert.Equal(t, "Two", b.ok("GET", "/users/"+id+"/manage/profile", nil).at("account", "name"))
	assert.Equal(t, "inactive", b.ok("GET", "/users/"+id+"/manage/profile", nil).at("account", "account_status"))
	assert.Equal(t, "Emil Sorensen", b.shown(id)["name"])
	assert.Equal(t, "active", b.shown(id)["status"])
	assert.Equal(t, []string{id}, byEmail(emil))
	assert.Empty(t, byEmail("two@acme.example"))

	at.advance(time.Minute)
	assert.Equal(t, "Two", b.shown(id)["name"])
	assert.Equal(t, "deactivated", b.shown(id)["status"])
	assert.Equal(t, []string{id}, byEmail("two@acme.example"))
	assert.Empty(t, byEmail(emil))
}

func TestLiveFormsOfUserManagement(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{LiveForms: true})
	assert.Equal(t, object{"allowed": false, "reason": object{"key": "myselfOnly"}}, b.manage(emil, "").body["apiToken.create"])

	profile := b.ok("GET", b.managing(emil, "/profile"), nil)
	assert.Contains(t, profile.body["account"], "locale")
	assert.Nil(t, profile.at("account", "locale"))
}
