// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The people of an organization, by number. Each kind of resource has people of its own, so that any two resources may be drawn together.
const (
	theAdmin     = 1 // whose API token the provider uses
	theProtected = 2
	firstStaff   = 3 // who get and lose memberships, policies and roles
	lastStaff    = 8
	firstSeat    = 9 // who are suspended and restored
	lastSeat     = 10
	firstAccount = 11 // whose accounts are managed
	lastAccount  = 12
	theOutsider  = 13 // who is in everything, and in no configuration
	everybody    = 13
)

// The groups, by number: of two, single members are managed, of two, all members, and of two, the roles. No resource manages the seventh.
const (
	firstSingle = 1
	firstWhole  = 3
	firstRoles  = 5
	untouched   = 7
)

// Authentication policies, by number.
const (
	firstPolicy    = 1
	lastPolicy     = 2
	attestedPolicy = 3
)

func policyID(n int) string   { return fmt.Sprintf("00000000-0000-4000-9000-%012d", n) }
func policyName(n int) string { return fmt.Sprintf("Policy %d", n) }

const levelTag = "ari:cloud:platform::classification-tag/"

// levels are the classification levels at the start.
var levels = []string{"Restricted", "Internal", "Public"}

// roles are what can be given on apps. The last one is in no configuration.
var roles = [][2]string{
	{"ari:cloud:confluence::site/" + simulated.CloudID(1), "atlassian/user"},
	{"ari:cloud:confluence::site/" + simulated.CloudID(1), "atlassian/admin"},
	{"ari:cloud:jira-software::site/" + simulated.CloudID(1), "atlassian/user"},
	{"ari:cloud:jira-software::site/" + simulated.CloudID(2), "atlassian/user"},
	{"ari:cloud:confluence::site/" + simulated.CloudID(2), "atlassian/user"},
}

// listed is the key of an app of the Marketplace.
const listed = "com.orbit.boards"

const orgAdmin = "atlassian/org-admin"

const organizationID = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"

const organizationARI = "ari:cloud:platform::org/" + organizationID

// companies counts those of this process.
var companies atomic.Int64

// company draws what a case begins with. Everybody and everything in it has an ID that is known.
func company(random *rand.Rand, renames bool) simulator.Organization {
	start := simulated.Large(simulated.Size{Users: everybody, Groups: untouched})
	apps := simulated.Apps(2+random.IntN(3), 2)
	start.ID, start.Name, start.Workspaces, start.Apps = organizationID, "Chaos", apps.Workspaces, apps.Apps
	start.MarketplaceListings = []simulator.MarketplaceListing{{Key: listed, Name: "Orbit Boards", Vendor: "Orbit Apps"}}
	start.GroupUpdate = renames
	// A process of the provider waits as one for the limit of a key. Cases are in one process, and each has a clock of its own.
	n := companies.Add(1)
	start.APIKey.Value, start.UserAPIToken.Value = fmt.Sprintf("simulated-key-%d", n), fmt.Sprintf("simulated-token-%d", n)
	start.UserAPIToken.Email = simulated.Email(theAdmin)
	admin := simulator.Role{Resource: organizationARI, Role: orgAdmin}
	for i := range start.Users {
		start.Users[i].MFA = true
	}
	start.Users[theAdmin-1].Roles = []simulator.Role{admin}
	start.Users[theProtected-1].Roles = []simulator.Role{admin}
	some := func(percent int) bool { return random.IntN(100) < percent }
	last := roles[len(roles)-1]
	for i := range start.Groups {
		group := &start.Groups[i]
		group.Members = []string{simulated.AccountID(theOutsider)}
		group.Roles = []simulator.Role{{Resource: last[0], Role: last[1]}}
		for person := firstStaff; person <= lastStaff; person++ {
			if some(25) {
				group.Members = append(group.Members, simulated.AccountID(person))
			}
		}
		if i+1 > firstWhole { // where a person who is left out would leave
			group.Members = append(group.Members, simulated.AccountID(theProtected))
		}
	}
	for n := firstPolicy; n <= attestedPolicy; n++ {
		start.AuthenticationPolicies = append(start.AuthenticationPolicies, simulator.AuthenticationPolicy{
			ID: policyID(n), Name: policyName(n), Settings: simulator.AuthenticationSettings{TwoStepVerification: "required", IdleSessionMinutes: 30},
		})
	}
	inPolicy := &start.AuthenticationPolicies[len(start.AuthenticationPolicies)-3]
	inPolicy.Members = []string{simulated.AccountID(theProtected), simulated.AccountID(theOutsider)}
	for _, name := range levels {
		start.ClassificationLevels = append(start.ClassificationLevels, simulator.ClassificationLevel{ID: levelTag + name, Name: name})
	}
	start.OrganizationPolicies = []simulator.OrganizationPolicy{
		{Name: "Others' offices", Type: simulator.PolicyIPAllowlist, In: []string{"203.0.113.0/24"}, Resources: []simulator.PolicyResource{{ID: roles[3][0]}}},
		{Name: "Others' data", Type: simulator.PolicyDataResidency, In: []string{"us"}},
	}
	if some(50) {
		start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "Others' rule", Rules: map[string]string{"anonymousAccess": "block"}}}
	}
	return start
}
