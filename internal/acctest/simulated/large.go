// SPDX-License-Identifier: MPL-2.0

package simulated

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Size says how large an organization is to be.
type Size struct {
	Users   int // user-0001 and on, all in a verified domain
	Members int // how many of the users are in the group with the name CrowdName; there are at least that many users
	Groups  int // empty groups, group-0001 and on
	// PolicyMembers is how many of the users, from the first, are in the
	// authentication policy with the ID PolicyID; there are at least that many users.
	PolicyMembers int
}

// The group with the members that Size asks for.
const (
	CrowdName = "crowd"
	CrowdID   = "00000000-0000-4000-a000-000000000000"
)

// The authentication policies of a large organization: the one with the members
// that Size asks for, and the default one with all others. Without users, there
// is only a default policy.
const (
	PolicyName      = "Staff"
	PolicyID        = "00000000-0000-4000-c000-000000000001"
	DefaultPolicyID = "00000000-0000-4000-c000-000000000000"
)

// Large describes an organization of a given size, for tests that count requests.
// All its IDs are known beforehand.
func Large(size Size) simulator.Organization {
	organization := simulator.Organization{
		Name:    "Large",
		Domains: []simulator.Domain{{Name: "large.example", ClaimType: "dns", ClaimStatus: "verified"}},
	}
	for i := range max(size.Users, size.Members, size.PolicyMembers) {
		organization.Users = append(organization.Users, simulator.User{
			AccountID: AccountID(i + 1), Email: Email(i + 1), Name: fmt.Sprintf("User %04d", i+1),
		})
	}
	if len(organization.Users) > 0 {
		staff := simulator.AuthenticationPolicy{
			ID: PolicyID, Name: PolicyName, Settings: simulator.AuthenticationSettings{TwoStepVerification: "required"},
		}
		for i := range size.PolicyMembers {
			staff.Members = append(staff.Members, AccountID(i+1))
		}
		organization.AuthenticationPolicies = []simulator.AuthenticationPolicy{
			{ID: DefaultPolicyID, Name: "Everyone", Default: true}, staff,
		}
	}
	if size.Members > 0 {
		crowd := simulator.Group{ID: CrowdID, Name: CrowdName}
		for i := range size.Members {
			crowd.Members = append(crowd.Members, AccountID(i+1))
		}
		organization.Groups = append(organization.Groups, crowd)
	}
	for i := range size.Groups {
		organization.Groups = append(organization.Groups, simulator.Group{ID: GroupID(i + 1), Name: GroupName(i + 1)})
	}
	return organization
}

// AccountID is the account ID of the nth user of a large organization, from 1.
func AccountID(n int) string { return fmt.Sprintf("712020:00000000-0000-4000-9000-%012d", n) }

// Email is the e-mail address of the nth user, from 1.
func Email(n int) string { return fmt.Sprintf("user-%04d@large.example", n) }

// GroupID is the ID of the nth group, from 1.
func GroupID(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// GroupName is the name of the nth group, from 1.
func GroupName(n int) string { return fmt.Sprintf("group-%04d", n) }
