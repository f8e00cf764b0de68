// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
)

// Nearly all never look like all, and of nobody there is no percentage.
func TestPercentage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		part, whole int64
		want        types.Float64
	}{
		{0, 0, types.Float64Null()},
		{0, 3, types.Float64Value(0)},
		{3, 3, types.Float64Value(100)},
		{2, 3, types.Float64Value(66.6)},
		{1, 3, types.Float64Value(33.3)},
		{9999, 10000, types.Float64Value(99.9)},
		{1, 10000, types.Float64Value(0)},
		{7, 8, types.Float64Value(87.5)},
	} {
		assert.Equal(t, test.want, percentage(test.part, test.whole), "%d of %d", test.part, test.whole)
	}
}

// Of whom Atlassian does not say whether two-step verification is on, counts as neither, and keeps the coverage from being complete. Who
// has no status that says otherwise counts as active.
func TestPolicyDataModel(t *testing.T) {
	t.Parallel()
	account := func(status string, on *bool) organization.Account {
		return organization.Account{Status: status, MFAEnabled: on}
	}
	model := newPolicyDataModel(organization.AuthenticationPolicy{ID: "p", Members: []organization.Account{
		account("active", new(true)), account("active", new(true)), account("active", new(false)), account("active", nil),
		account("suspended", new(false)), account("deactivated", nil), account("", new(true)),
	}})
	assert.Equal(t, policyDataModel{
		ID: types.StringValue("p"), Members: types.Int64Value(7), Active: types.Int64Value(5),
		With: types.Int64Value(3), Without: types.Int64Value(1), UnknownTwoStep: types.Int64Value(1), Coverage: types.Float64Value(60),
	}, model)
	model = newPolicyDataModel(organization.AuthenticationPolicy{ID: "p", Members: []organization.Account{account("active", nil)}})
	assert.Equal(t, types.Float64Value(0), model.Coverage)
	model = newPolicyDataModel(organization.AuthenticationPolicy{ID: "p", Members: []organization.Account{account("active", new(true)), account("ACTIVE", nil), account("Suspended", nil)}})
	assert.Equal(t, types.Float64Value(50), model.Coverage)
	contradiction := account("suspended", nil)
	contradiction.AccountStatus, contradiction.MembershipStatus = "active", "active"
	model = newPolicyDataModel(organization.AuthenticationPolicy{ID: "p", Members: []organization.Account{account("active", new(true)), contradiction}})
	assert.Equal(t, types.Float64Value(50), model.Coverage)
	model = newPolicyDataModel(organization.AuthenticationPolicy{ID: "p", Members: []organization.Account{account("deactivated", nil)}})
	assert.True(t, model.Coverage.IsNull())
}

// An event need not have all that events have.
func TestChangeModel(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 30, 10, 20, 30, 999_000_000, time.FixedZone("", 3600))
	for _, test := range []struct {
		event audit.Event
		key   string
		want  string
	}{
		{audit.Event{ID: "e", Action: "x", Time: at, ActorName: "Ada", ActorEmail: "ada@acme.example", ActorID: "1"}, "e", "2026-11-30T09:20:30Z: Did it (x), by Ada <ada@acme.example>"},
		{audit.Event{Action: "x", Time: at, ActorEmail: "ada@acme.example"}, "2026-11-30T09:20:30Z x ada@acme.example", "2026-11-30T09:20:30Z: Did it (x), by ada@acme.example"},
		{audit.Event{ID: "e", Action: "y", ActorName: "Ada"}, "e", "at an unknown time: y, by Ada"},
		{audit.Event{ID: "e", Action: "y", ActorID: "1"}, "e", "at an unknown time: y, by 1"},
		{audit.Event{ID: "e", Action: "y"}, "e", "at an unknown time: y, by an unknown actor"},
	} {
		model := newChangeModel(test.event, map[string]string{"x": "Did it"})
		assert.Equal(t, test.want, model.String())
		assert.Equal(t, test.key, model.EventID.ValueString())
	}
}
