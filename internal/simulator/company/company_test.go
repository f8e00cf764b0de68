// SPDX-License-Identifier: MPL-2.0

package company_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/company"
)

// now is when the companies start here. It has what JSON and the descriptions drop.
var now = time.Date(2026, time.November, 28, 12, 0, 0, 123456, time.FixedZone("", 3600))

func named(t *testing.T, name string) simulator.Organization {
	t.Helper()

	organization, ok := company.Named(name, now)
	require.True(t, ok)

	return organization
}

func written(t *testing.T, organization simulator.Organization) string {
	t.Helper()

	text, err := json.Marshal(organization)
	require.NoError(t, err)

	return string(text)
}

func read(t *testing.T, text string) simulator.Organization {
	t.Helper()

	organization, err := simulator.Load(strings.NewReader(text))
	require.NoError(t, err)

	return organization
}

// startedAs is how a simulator describes what it started with.
func startedAs(t *testing.T, organization simulator.Organization) string {
	t.Helper()

	started, err := simulator.New(simulator.Options{Organization: organization})
	require.NoError(t, err, organization.Name)

	return written(t, started.Organization())
}

// Each company is a description that a simulator accepts, and that it gives again
// when it is asked what it has.
func TestDescriptions(t *testing.T) {
	t.Parallel()

	assert.Equal(t, []string{"small", "sloppy", "tidy"}, company.Names())

	for _, name := range company.Names() {
		described := startedAs(t, named(t, name))
		assert.JSONEq(t, described, startedAs(t, read(t, described)), "%s, from a file of what it says it is", name)
		assert.JSONEq(t, described, startedAs(t, read(t, written(t, named(t, name)))), "%s, from a file", name)
	}

	_, ok := company.Named("tidier", now)
	assert.False(t, ok)
}

// Started at another time, a company is the same, but for its times: nothing in it
// becomes old.
func TestDaysAreCountedFromTheStart(t *testing.T) {
	t.Parallel()

	later := now.AddDate(3, 0, 0)

	for _, name := range []string{"sloppy", "tidy"} {
		other, ok := company.Named(name, later)
		require.True(t, ok)

		for _, rule := range rules {
			assert.ElementsMatch(t, rule.breaks(subject{named(t, name), now}), rule.breaks(subject{other, later}), "%s: %s", name, rule.name)
		}
	}
}

// rules are what the controls of the security posture and the findings of the
// access review ask for, as a description shows it, and who or what breaks them in
// the sloppy company. In the tidy company nobody and nothing does.
func TestWhatIsWrong(t *testing.T) {
	t.Parallel()

	sloppy, tidy := subject{named(t, "sloppy"), now}, subject{named(t, "tidy"), now}

	for _, rule := range rules {
		broken := rule.breaks(sloppy)
		slices.Sort(broken)
		assert.Equal(t, rule.sloppy, broken, rule.name)
		assert.Empty(t, rule.breaks(tidy), rule.name)
	}

	assert.GreaterOrEqual(t, len(tidy.Users), 12)
	assert.LessOrEqual(t, len(tidy.Users), 20)
}

// The searches show of the tidy company what its description says: every account is
// active and was active in each of its apps, or is deactivated and has nothing.
func TestTidyPeopleUseWhatTheyHave(t *testing.T) {
	t.Parallel()

	started, err := simulator.New(simulator.Options{Organization: named(t, "tidy"), Now: func() time.Time { return now }})
	require.NoError(t, err)

	for _, user := range started.Organization().Users {
		var granted []string

		for _, group := range started.Organization().Groups {
			for _, role := range group.Roles {
				if slices.Contains(group.Members, user.AccountID) {
					granted = append(granted, role.Resource)
				}
			}
		}

		for _, app := range granted {
			assert.Contains(t, user.LastActive, app, user.Email)
			assert.Less(t, now.Sub(user.LastActive[app]), 30*24*time.Hour, user.Email)
		}

		for app := range user.LastActive {
			assert.Contains(t, granted, app, user.Email)
		}

		assert.Equal(t, user.Status == "active", len(granted) > 0, user.Email)
	}
}
